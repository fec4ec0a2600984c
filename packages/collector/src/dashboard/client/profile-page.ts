import { type ActivityFeed, createActivityFeed } from './activity-feed.ts';
import { cameo } from './cameo.ts';
import { card, el } from './elements.ts';
import type { ActivityMessage, ProfileMessage } from './messages.ts';
import type { ReadApi } from './read-api.ts';
import { tagBars } from './tag-bars.ts';
import { agoWords, countWords, durationWords, moneyWords, valueWords } from './words.ts';

const clockMs = 1000;
const tagsPerFamily = 12;

/** One person, live. Answers how to leave the page. */
export function showProfilePage(target: HTMLElement, api: ReadApi, id: string): () => void {
  document.title = 'A profile · Likeness';
  const head = el('div', 'profile-head', el('h1', '', 'A profile'));
  const side = el('div', 'column');
  const tags = card('Interests');
  const feed: ActivityFeed = createActivityFeed('What they did', 'one person');
  target.replaceChildren(
    back(),
    head,
    el('div', 'columns profile', side, el('div', 'column', tags.whole), el('div', 'column wide', feed.whole)),
  );

  const show = (profile: ProfileMessage): void => {
    head.replaceChildren(...headOf(profile));
    tags.body.replaceChildren(
      tagBars(
        profile.tags.map((tag) => ({
          ...tag,
          note: tag.weight.toFixed(2),
          hint: `${tag.count} times; ${tag.fast.toFixed(2)} on the 7-day clock, ${tag.slow.toFixed(2)} on the 120-day clock; ${Math.round(tag.share * 100)}% of ${tag.family}`,
        })),
        tagsPerFamily,
      ),
    );
    side.replaceChildren(...sideOf(profile));
  };
  const clock = setInterval(feed.tick, clockMs);
  const unfollow = api.follow(`/profiles/${encodeURIComponent(id)}/live`, (event, data) => {
    // messages.ts is the contract of the collector's stream.
    if (event === 'profile') show(data as ProfileMessage);
    if (event === 'activity') feed.add(data as readonly ActivityMessage[]);
  });
  return () => {
    unfollow();
    clearInterval(clock);
  };
}

function back(): HTMLElement {
  const link = el('a', 'back', '← Everyone');
  link.href = '#/';
  return link;
}

function headOf(profile: ProfileMessage): readonly HTMLElement[] {
  const user = profile.ids.find(({ kind }) => kind === 'user');
  const name = profile.traits.find((trait) => trait.name === 'name')?.value;
  const title = typeof name === 'string' ? name : (user?.value ?? 'Somebody');
  document.title = `${title} · Likeness`;
  const ids = el(
    'ul',
    'ids',
    ...profile.ids.map(({ kind, value }) => el('li', '', el('span', 'quiet', kind), ' ', value)),
  );
  const now = Date.now();
  const { visits, pageViews, visibleMs, maxDepth } = profile.engagement;
  const numbers: readonly (readonly [string, string])[] = [
    ['events', countWords(profile.events)],
    ['visits', countWords(visits)],
    ['pages', countWords(pageViews)],
    ['looking', durationWords(visibleMs)],
    ['deepest scroll', `${Math.round(maxDepth * 100)}%`],
    ['first seen', agoWords(profile.firstAt, now)],
    ['last seen', agoWords(profile.lastAt, now)],
  ];
  return [
    el('div', 'who', cameo(profile.tags, profile.events), el('div', '', el('h1', '', title), ids)),
    el(
      'dl',
      'totals',
      ...numbers.map(([label, value]) => el('div', '', el('dt', '', label), el('dd', '', value))),
    ),
  ];
}

function sideOf(profile: ProfileMessage): readonly HTMLElement[] {
  const value = card('Value');
  value.body.append(
    profile.value.length === 0
      ? el('p', 'quiet', 'No orders yet.')
      : el('div', '', ...profile.value.map(valueTable)),
  );
  const traits = card('Traits');
  traits.body.append(
    table(
      profile.traits.map((trait) => [trait.name, valueWords(trait.value)]),
      'No traits yet.',
    ),
  );
  const counts = card('Counted');
  counts.body.append(
    table(
      profile.counts.map(({ name, count }) => [name, countWords(count)]),
      'Nothing yet.',
    ),
  );
  const channel = card('First and last touch');
  channel.body.append(
    table(
      [...touchRows('first', profile.channel.first), ...touchRows('last', profile.channel.last)],
      'Came directly.',
    ),
  );
  return [value.whole, traits.whole, counts.whole, channel.whole];
}

function valueTable(value: ProfileMessage['value'][number]): HTMLElement {
  return table(
    [
      ['orders', countWords(value.orders)],
      ['revenue', moneyWords(value.revenue, value.currency)],
      ['average order', value.averageOrder === null ? '–' : moneyWords(value.averageOrder, value.currency)],
      ['refunded', moneyWords(value.refunded, value.currency)],
    ],
    '',
  );
}

function touchRows(which: string, touch: object | null): readonly (readonly [string, string])[] {
  return touch === null
    ? []
    : Object.entries(touch).map(([name, value]) => [`${which} ${name}`, valueWords(value)]);
}

function table(rows: readonly (readonly [name: string, value: string])[], empty: string): HTMLElement {
  if (rows.length === 0) return el('p', 'quiet', empty);
  return el(
    'dl',
    'table',
    ...rows.map(([name, value]) => el('div', '', el('dt', '', name), el('dd', '', value))),
  );
}
