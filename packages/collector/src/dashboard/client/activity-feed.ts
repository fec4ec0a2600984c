import { el, profileLink } from './elements.ts';
import type { ActivityMessage } from './messages.ts';
import { agoWords, detailWords, idWords, nameWords } from './words.ts';

/** A list of events, newest first, that can be filtered and paused. */
export interface ActivityFeed {
  readonly whole: HTMLElement;
  /** Adds events, oldest first. */
  readonly add: (activities: readonly ActivityMessage[]) => void;
  /** Brings the times up to date. */
  readonly tick: () => void;
}

const kept = 400;
const shown = 60;

/** Creates an empty feed, of the whole site or of one person, who then need not be named. */
export function createActivityFeed(title: string, whose: 'everyone' | 'one person'): ActivityFeed {
  let activities: readonly ActivityMessage[] = [];
  let paused = false;
  let waiting = 0;
  const filter = el('input', 'feed-filter');
  filter.type = 'search';
  filter.placeholder = 'Filter';
  filter.setAttribute('aria-label', 'Filter by event, detail or person');
  const pause = el('button', 'plain', 'Pause');
  pause.type = 'button';
  pause.setAttribute('aria-pressed', 'false');
  const list = el('ol', 'feed', el('li', 'quiet', 'No events yet.'));
  const whole = el('section', 'card', el('div', 'card-head', el('h2', '', title), filter, pause), list);

  const render = (): void => {
    const wanted = filter.value.trim().toLowerCase();
    const rows = activities.filter((activity) => matches(activity, wanted)).slice(0, shown);
    const old = new Map(
      [...list.children].map((row) => [row instanceof HTMLElement ? row.dataset.id : '', row]),
    );
    list.replaceChildren(...rows.map((activity) => old.get(activity.eventId) ?? feedRow(activity, whose)));
    if (rows.length === 0)
      list.append(el('li', 'quiet', wanted === '' ? 'No events yet.' : 'Nothing matches.'));
    tick();
  };
  const tick = (): void => {
    const now = Date.now();
    for (const time of list.querySelectorAll('time')) time.textContent = agoWords(time.dateTime, now);
  };
  const nameButton = (): void => {
    pause.textContent = paused ? (waiting > 0 ? `Resume (${waiting} new)` : 'Resume') : 'Pause';
    pause.setAttribute('aria-pressed', String(paused));
  };

  filter.addEventListener('input', render);
  pause.addEventListener('click', () => {
    paused = !paused;
    waiting = 0;
    nameButton();
    if (!paused) render();
  });
  return {
    whole,
    add: (added) => {
      const known = new Set(activities.map(({ eventId }) => eventId));
      const fresh = added.filter(({ eventId }) => !known.has(eventId)).toReversed();
      activities = [...fresh, ...activities].slice(0, kept);
      if (!paused) {
        render();
        return;
      }
      waiting += fresh.length;
      nameButton();
    },
    tick,
  };
}

function feedRow(activity: ActivityMessage, whose: 'everyone' | 'one person'): HTMLElement {
  const time = el('time', '');
  time.dateTime = activity.occurredAt;
  const who =
    activity.profileId === undefined || whose === 'one person'
      ? ''
      : profileLink(activity.profileId, idWords(activity.user ?? activity.profileId));
  const row = el(
    'li',
    'event',
    el('span', `event-name type-${kindOf(activity)}`, nameWords(activity)),
    el('span', 'event-detail', detailWords(activity)),
    who,
    time,
  );
  if (whose === 'one person') row.classList.add('own');
  row.dataset.id = activity.eventId;
  row.title = JSON.stringify(activity.properties, null, 2);
  return row;
}

/** The class that colours an event; one of our own words, never the event's. */
function kindOf({ type, name }: ActivityMessage): string {
  if (type === 'identify' || type === 'alias' || type === 'group') return 'identity';
  if (type === 'page' || type === 'screen') return 'page';
  if (name === 'Products Searched') return 'search';
  if (name === 'Order Completed' || name === 'Order Refunded') return 'order';
  return name?.startsWith('Product') === true || name === 'Cart Viewed' ? 'product' : 'other';
}

function matches(activity: ActivityMessage, wanted: string): boolean {
  if (wanted === '') return true;
  const text = `${nameWords(activity)} ${detailWords(activity)} ${activity.user ?? ''} ${activity.profileId ?? ''}`;
  return text.toLowerCase().includes(wanted);
}
