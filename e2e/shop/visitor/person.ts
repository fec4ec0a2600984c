/** Somebody who can log in to the demo; there are no passwords. */
export interface Person {
  /** The user id that `identify` is called with. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly plan: 'regular' | 'friend of the shop';
  /** One line under the name on the log-in page. */
  readonly line: string;
}

/** The demo's people. */
export const people: readonly Person[] = [
  {
    id: 'ada-moss',
    name: 'Ada Moss',
    email: 'ada@example.com',
    plan: 'friend of the shop',
    line: 'Gardens before breakfast.',
  },
  {
    id: 'bruno-finch',
    name: 'Bruno Finch',
    email: 'bruno@example.com',
    plan: 'regular',
    line: 'Owns four teapots; denies two.',
  },
  {
    id: 'carmen-okafor',
    name: 'Carmen Okafor',
    email: 'carmen@example.com',
    plan: 'friend of the shop',
    line: 'Writes letters, posts some of them.',
  },
  {
    id: 'emil-tern',
    name: 'Emil Tern',
    email: 'emil@example.com',
    plan: 'regular',
    line: 'Here for the marmalade.',
  },
  {
    id: 'mei-lindqvist',
    name: 'Mei Lindqvist',
    email: 'mei@example.com',
    plan: 'friend of the shop',
    line: 'Reads until the lamp objects.',
  },
];

/** The person with that id, if there is one. */
export function findPerson(id: string): Person | undefined {
  return people.find((person) => person.id === id);
}
