import type { JsonObject, JsonValue, LikenessEvent } from '../event/event.ts';
import { dropLowest } from './bound.ts';
import { objectOf, textOf } from './read-property.ts';

/** What was stated about one attribute, by which event and when. */
export interface Trait {
  /** `null` says that the attribute was taken back; it stays as a record, or an older value would return. */
  readonly value: JsonValue;
  /** Event time, epoch ms. */
  readonly at: number;
  readonly eventId: string;
  /** Who stated it: `context.source` (`import`, `survey`, …), else the name of the sender's library; may be unknown. */
  readonly source?: string;
}

/** Attributes stated about a user: the newest event time wins, ties break on the greater `eventId`. */
export type TraitSlice = Readonly<Record<string, Trait>>;

/** Attributes per profile; beyond it the one stated longest ago goes. */
export const traitLimit = 64;

/** Characters of a value as JSON; a longer one stays in the event alone. */
export const traitValueLength = 1_024;

/** Folds an identify event's traits; answers how many traits the bound pushed out. */
export function foldTraits(traits: Record<string, Trait>, event: LikenessEvent, stated: JsonObject): number {
  const source = textOf(event.context.source, 64) ?? textOf(objectOf(event.context.library)?.name, 64);
  for (const name of Object.keys(stated)) {
    const value = stated[name];
    if (value === undefined || name.length > 128 || JSON.stringify(value).length > traitValueLength) continue;
    const trait: Trait = {
      value,
      at: event.occurredAt,
      eventId: event.eventId,
      ...(source === undefined ? {} : { source }),
    };
    const known = traits[name];
    if (known === undefined || isNewer(trait, known)) traits[name] = trait;
  }
  return dropLowest(traits, traitLimit, (trait) => trait.at);
}

/** Merges `from` into `into`; answers how many traits the bound pushed out. */
export function mergeTraits(into: Record<string, Trait>, from: TraitSlice): number {
  for (const name of Object.keys(from)) {
    const trait = from[name];
    const known = into[name];
    if (trait !== undefined && (known === undefined || isNewer(trait, known))) into[name] = trait;
  }
  return dropLowest(into, traitLimit, (trait) => trait.at);
}

function isNewer(a: Trait, b: Trait): boolean {
  return a.at > b.at || (a.at === b.at && a.eventId > b.eventId);
}
