import { createActivityFeed } from './activity-feed.ts';
import { card, el } from './elements.ts';
import type { ActivityMessage, StatsMessage, TotalsMessage } from './messages.ts';
import { minuteChart } from './minute-chart.ts';
import { createProfileList } from './profile-list.ts';
import type { ReadApi } from './read-api.ts';
import { tagBars } from './tag-bars.ts';
import { isInterest } from './tag-family.ts';
import { totalsStrip } from './totals-strip.ts';
import { countWords } from './words.ts';

const refreshMs = 5000;
const clockMs = 1000;
const tagsPerFamily = 6;

/** The whole site: totals, activity, interests, searches, people. Answers how to leave it. */
export function showOverview(target: HTMLElement, api: ReadApi): () => void {
  document.title = 'Likeness';
  const totals = el('div', '', totalsStrip(undefined));
  const minutes = card('Events per minute');
  const tags = card('What everyone likes');
  const searches = card('Searched for');
  const events = card('Counted');
  const feed = createActivityFeed('As it happens', 'everyone');
  const people = createProfileList(api);
  target.replaceChildren(
    el('h1', 'unseen', 'The whole site'),
    totals,
    el(
      'div',
      'columns',
      el('div', 'column wide', minutes.whole, feed.whole),
      el('div', 'column', people.whole, el('div', 'pair', searches.whole, events.whole)),
      el('div', 'column', tags.whole),
    ),
  );

  const refresh = async (): Promise<void> => {
    const [stats] = await Promise.all([api.get<StatsMessage>('/stats'), people.refresh()]);
    if (stats === undefined) return;
    minutes.body.replaceChildren(minuteChart(stats.perMinute));
    tags.body.replaceChildren(
      tagBars(
        stats.topTags
          .filter(({ family }) => isInterest(family))
          .map((tag) => ({
            ...tag,
            note: `${countWords(tag.profiles)} ${tag.profiles === 1 ? 'person' : 'people'}`,
            hint: `weight ${tag.weight.toFixed(2)}`,
          })),
        tagsPerFamily,
      ),
    );
    searches.body.replaceChildren(ranking(stats.topSearches.map(({ query, count }) => [query, count])));
    events.body.replaceChildren(ranking(stats.topEvents.map(({ name, count }) => [name, count])));
  };
  // A refresh that fails is followed by the next; the connection's state is shown by the stream.
  const tryRefresh = (): void => void refresh().catch(() => undefined);

  tryRefresh();
  const refreshing = setInterval(tryRefresh, refreshMs);
  const clock = setInterval(feed.tick, clockMs);
  const unfollow = api.follow('/live', (event, data) => {
    // messages.ts is the contract of the collector's stream.
    if (event === 'activity') feed.add(data as readonly ActivityMessage[]);
    if (event === 'totals') totals.replaceChildren(totalsStrip(data as TotalsMessage));
  });
  return () => {
    unfollow();
    clearInterval(refreshing);
    clearInterval(clock);
  };
}

function ranking(rows: readonly (readonly [text: string, count: number])[]): HTMLElement {
  if (rows.length === 0) return el('p', 'quiet', 'Nothing yet.');
  return el(
    'ol',
    'ranking',
    ...rows.map(([text, count]) =>
      el('li', '', el('span', 'ranking-text', text), el('b', '', countWords(count))),
    ),
  );
}
