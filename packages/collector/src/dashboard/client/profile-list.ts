import { cameo } from './cameo.ts';
import { el, profileLink } from './elements.ts';
import type { ProfilesMessage } from './messages.ts';
import type { ReadApi } from './read-api.ts';
import { familyColor, isInterest } from './tag-family.ts';
import { agoWords, countWords, idWords } from './words.ts';

/** Profiles that were active last, with a field to find one by any of its ids. */
export interface ProfileList {
  readonly whole: HTMLElement;
  readonly refresh: () => Promise<void>;
}

const listed = 14;
const patienceMs = 250;

/** Creates the list; it fills with the first `refresh`. */
export function createProfileList(api: ReadApi): ProfileList {
  const find = el('input', '');
  find.type = 'search';
  find.placeholder = 'Find by id';
  find.setAttribute('aria-label', 'Find profiles by id');
  const list = el('ul', 'people');
  const whole = el(
    'section',
    'card',
    el('div', 'card-head', el('h2', '', 'People, latest first'), find),
    list,
  );
  const refresh = async (): Promise<void> => {
    const asked = find.value.trim();
    const answer = await api.get<ProfilesMessage>(`/profiles?limit=${listed}&q=${encodeURIComponent(asked)}`);
    if (answer === undefined || asked !== find.value.trim()) return;
    const now = Date.now();
    list.replaceChildren(...answer.profiles.map((profile) => personRow(profile, now)));
    if (answer.profiles.length === 0)
      list.append(el('li', 'quiet', asked === '' ? 'Nobody yet.' : 'Nobody by that id.'));
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  find.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), patienceMs);
  });
  return { whole, refresh };
}

function personRow(profile: ProfilesMessage['profiles'][number], now: number): HTMLElement {
  const bought =
    profile.orders === 0
      ? ''
      : `, ${countWords(profile.orders)} ${profile.orders === 1 ? 'order' : 'orders'}`;
  return el(
    'li',
    'person',
    cameo(profile.topTags, profile.events),
    profileLink(profile.profileId, idWords(profile.user)),
    el('span', 'quiet', `${countWords(profile.events)} events${bought}`),
    el('span', 'quiet when', agoWords(profile.lastAt, now)),
    el(
      'span',
      'likes',
      ...profile.topTags
        .filter(({ family }) => isInterest(family))
        .slice(0, 3)
        .map((tag) => likes(tag)),
    ),
  );
}

function likes(tag: ProfilesMessage['profiles'][number]['topTags'][number]): HTMLElement {
  const chip = el('span', 'chip', tag.value);
  chip.dataset.family = familyColor(tag.family);
  return chip;
}
