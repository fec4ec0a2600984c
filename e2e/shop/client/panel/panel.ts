import { showActivity } from './activity-list.ts';
import { describeEvent, isWorthTelling } from './describe-event.ts';
import { showIdentity } from './identity-line.ts';
import {
  addActivities,
  addChanges,
  keepPanel,
  type PanelState,
  panelSegments,
  recallPanel,
} from './panel-state.ts';
import { showPortrait } from './portrait.ts';
import type { Activity, ProfileMessage, SegmentChange } from './profile-message.ts';
import { element, reconcile } from './reconcile.ts';
import { showSegments } from './segments.ts';
import { startSheet } from './sheet.ts';
import { showTagBars } from './tag-bars.ts';

const clockMs = 5000;
/** An event that arrives later than this was not just clicked: it waited, or was there before the page. */
const freshMs = 10_000;
const retryMs = 3000;

/** Shows the visitor's own profile and keeps it live over server-sent events. */
export function startPanel(): void {
  const panel = document.querySelector<HTMLElement>('#panel');
  if (panel === null) return;
  const visitor = panel.dataset.visitor ?? '';
  let state = recallPanel(visitor);
  const render = (): void => renderPanel(panel, state);
  const change = (next: PanelState): void => {
    state = next;
    render();
    keepPanel(visitor, state);
  };

  startSheet(panel);
  render();
  setInterval(render, clockMs);
  const listener: Listener = {
    onLive: (live) => showLive(panel, live),
    onProfile: (profile) => change({ ...state, profile }),
    onSegments: (changed) => change(addChanges(state, changed)),
    onActivity: (added) => {
      const known = new Set(state.activities.map(({ eventId }) => eventId));
      const fresh = added.filter(({ eventId }) => !known.has(eventId));
      showLatency(panel, fresh);
      change(addActivities(state, added));
    },
  };
  const start = (): void => listen(panel.dataset.live ?? '', listener);
  start();
  // A page that comes back from the back/forward cache comes back without its stream.
  addEventListener('pageshow', (event) => {
    if (event.persisted) start();
  });
  if (navigator.globalPrivacyControl === true) respectPrivacyControl(panel);
}

interface Listener {
  readonly onLive: (live: 'live' | 'waiting') => void;
  readonly onProfile: (profile: ProfileMessage) => void;
  readonly onSegments: (changes: readonly SegmentChange[]) => void;
  readonly onActivity: (activities: readonly Activity[]) => void;
}

function listen(address: string, listener: Listener): void {
  const source = new EventSource(address);
  // The shop's server relays the collector's messages unchanged; the casts name their contract.
  source.addEventListener('profile', (event) => {
    listener.onLive('live');
    listener.onProfile(JSON.parse(event.data) as ProfileMessage);
  });
  source.addEventListener('segments', (event) => {
    listener.onSegments(JSON.parse(event.data) as readonly SegmentChange[]);
  });
  source.addEventListener('activity', (event) => {
    listener.onLive('live');
    listener.onActivity(JSON.parse(event.data) as readonly Activity[]);
  });
  source.addEventListener('error', () => {
    listener.onLive('waiting');
    // The browser comes back by itself unless the answer was an error.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(address, listener), retryMs);
  });
  addEventListener('pagehide', () => source.close(), { once: true });
}

/** The SDK records nothing then; an empty panel should say why. */
function respectPrivacyControl(panel: HTMLElement): void {
  const nothing = panel.querySelector('.activity .nothing');
  if (nothing !== null) nothing.textContent = 'Your browser asks not to be tracked, so nothing is recorded.';
}

function renderPanel(panel: HTMLElement, state: PanelState): void {
  const { profile, activities } = state;
  const now = Date.now();
  const find = (name: string) => panel.querySelector<HTMLElement>(`[data-panel="${name}"]`);
  const write = (name: string, text: string): void => {
    const target = find(name);
    if (target !== null && target.textContent !== text) target.textContent = text;
  };
  const list = find('activity');
  if (list !== null) showActivity(list, activities, now);
  const latest = activities.findLast(isWorthTelling);
  if (latest !== undefined) {
    const { verb, object } = describeEvent(latest);
    write('peek-line', `${verb} ${object}`);
  }
  if (profile === null) return;
  write('events', String(profile.events));
  write('peek-count', String(profile.events));
  write('visits', String(profile.engagement.visits));
  write('spent', spentWords(profile));
  showIdentity(panel, profile);
  for (const svg of panel.querySelectorAll<SVGSVGElement>('[data-cameo]'))
    showPortrait(svg, profile.tags, profile.events);
  const families = find('families');
  const address = panel.dataset.why ?? '';
  if (families !== null) showTagBars(families, profile, address);
  const segments = find('segments');
  if (segments !== null) showSegments(segments, panelSegments(state, now), address);
  const counts = find('counts');
  if (counts !== null) showCounts(counts, profile);
}

function showCounts(list: HTMLElement, profile: ProfileMessage): void {
  const counts = profile.counts.toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  reconcile(list, counts, {
    key: ({ name }) => name,
    create: ({ name }) => {
      const item = element('li', 'counted');
      item.append(element('span', '', name), element('b', ''));
      return item;
    },
    update: (item, { count }) => {
      const shown = item.querySelector('b');
      if (shown !== null) shown.textContent = String(count);
    },
  });
}

function showLive(panel: HTMLElement, live: 'live' | 'waiting'): void {
  const target = panel.querySelector<HTMLElement>('[data-panel="live"]');
  const text = panel.querySelector<HTMLElement>('[data-panel="live-text"]');
  if (target === null || text === null) return;
  target.dataset.state = live;
  text.textContent = live === 'live' ? 'live' : 'connecting';
}

function showLatency(panel: HTMLElement, fresh: readonly Activity[]): void {
  const newest = fresh.at(-1);
  const target = panel.querySelector<HTMLElement>('[data-panel="latency"]');
  if (newest === undefined || target === null) return;
  const elapsedMs = Date.now() - Date.parse(newest.occurredAt);
  if (elapsedMs >= 0 && elapsedMs < freshMs) target.textContent = `${elapsedMs} ms`;
}

function spentWords(profile: ProfileMessage): string {
  const [value] = profile.value;
  if (value === undefined || value.orders === 0) return '–';
  return value.revenue.toLocaleString('en', {
    style: 'currency',
    currency: value.currency,
    minimumFractionDigits: Number.isInteger(value.revenue) ? 0 : 2,
  });
}
