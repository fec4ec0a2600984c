import { captureClicks } from './capture/clicks.ts';
import { type PageFacts, pageContext, readPage } from './capture/page.ts';
import { createIdSource } from './event-id.ts';
import './globals.ts';
import type { Likeness } from './likeness-api.ts';
import type { LikenessOptions } from './options.ts';
import { openDisk } from './outbox/disk.ts';
import { createOutbox } from './outbox/outbox.ts';
import { watchLeaving } from './page-lifecycle.ts';
import type { Later, Site } from './site.ts';
import { planBatch } from './transport/plan-batch.ts';
import { createVisitorStore } from './visitor.ts';

/** How many calls are kept in memory while the visitor has not been asked. */
const waitingLimit = 1_000;
/** How long a page has to bring its title and metadata up to date before it is announced. */
const settleMs = 100;
/** What browsers let all keepalive requests of a page have in flight together, bytes, with a margin. */
const keepaliveBytes = 60_000;
/** What the words for a choice allow: `m` measurement, `p` personalisation; `pending` says nothing yet. */
const choices: Readonly<Record<string, string | undefined>> = { granted: 'mp', denied: '' };

/** Puts the SDK of one page into `target`; `loadLater` brings what is not needed before the page has loaded. */
export function createTracker<Target extends object>(
  options: LikenessOptions,
  loadLater: () => Promise<Later>,
  target: Target,
): Target & Likeness {
  const { stringify } = JSON;
  const { now } = Date;
  const { random } = Math;
  const { storage, writeKey } = options;
  const name = `likeness-${writeKey}`;
  const newId = createIdSource(random);
  const visitors = createVisitorStore(newId, storage, options.anonymousId);
  const outbox = createOutbox((onWiped) => {
    const disk = openDisk(name, () => {
      visitors.load();
      // Consent may have been withdrawn in another tab, which wiped the storage.
      if (visitors.current()[0]) onWiped();
      else decide('');
    });
    return (...work) => (allowed && !storage ? disk(...work) : Promise.reject());
  });

  /** Calls made before the visitor was asked; `undefined` once they may run. */
  let waiting: (() => void)[] | undefined = [];
  /** What is allowed, as in {@link choices}; `undefined` before the visitor was asked. */
  let allowed: string | undefined;
  let referrer = document.referrer;
  let facts: PageFacts;
  let context = '';
  let sample = 0;
  let announce: (() => void) | undefined;
  let flush: Promise<(() => Promise<unknown>) | undefined>;

  const whenAllowed = (task: () => void): void => {
    if (allowed) task();
    // Nobody waits once the choice is made: the comparison with undefined is false.
    else if ((waiting?.length as number) < waitingLimit) waiting?.push(task);
  };

  const record = (type: string, body: object, at = now(), durability?: IDBTransactionDurability): void => {
    const page = context;
    let text: string;
    try {
      text = stringify(body).slice(1, -1);
    } catch {
      // Circular properties, a BigInt, a getter that throws: what cannot be written cannot be sent.
      return;
    }
    whenAllowed(() => {
      const start = visitors.touch(at) ? ',"sessionStart":true' : '';
      const sessionId = visitors.current()[3];
      const messageId = newId(at);
      const event = `{"type":"${type}","messageId":"${messageId}","timestamp":"${new Date(at).toISOString()}",${visitors.ids()},${text}`;
      const about = `${page}${site.moreContext},"sessionId":"${sessionId}"${start}}`;
      site.recorded.push([event, about]);
      if (site.sends()) outbox.add(messageId, event, about, durability);
    });
  };

  const view = (): void => {
    announce?.();
    for (const listener of site.onView) listener();
    const at = now();
    facts = readPage(referrer);
    referrer = facts.url;
    context = pageContext(facts);
    sample = random();
    announce = () => {
      announce = undefined;
      if (site.wants('pages')) {
        record('page', { properties: { ...facts, title: document.title, ...site.describePage?.() } }, at);
      }
    };
    void flush.then(() => setTimeout(() => announce?.(), settleMs));
  };

  const leave = (): void => {
    for (const listener of site.onHide) listener();
    announce?.();
    void outbox.store();
    // The newest first: the older a group, the safer it is on disk.
    const batch = site.plan([...outbox.held.values()].reverse(), site.room);
    if (batch.ids.length > 0 && site.sends()) site.carry(batch).catch(() => undefined);
  };

  const site: Site = {
    options,
    name,
    on(target, types, listener) {
      for (const type of types.split(' ')) {
        target.addEventListener(
          type,
          (event) => {
            try {
              if (allowed !== '') listener(event);
            } catch {
              // A page that tampers with the browser's own objects loses this one event, and nothing else.
            }
          },
          { capture: true, passive: true },
        );
      }
    },
    emit: (event, properties) => record('track', { event, properties }),
    // A rate given as text compares as the number it spells.
    wants: (capture, rate = 1) => sample < ((options[capture] ?? rate) as number),
    allows: (purpose) => !!allowed?.includes(purpose),
    sends: () => !options.mode && site.allows('m'),
    visitorId: () => visitors.current()[1],
    recorded: [],
    moreContext: '',
    likeness: target,
    view,
    now,
    random,
    onView: [],
    onHide: [],
    outbox,
    url: `${options.endpoint}/v1/batch`,
    room: keepaliveBytes,
    carry: ({ body }) => fetch(site.url, { method: 'POST', body, keepalive: true }),
    plan: (groups, room) => planBatch(groups, writeKey, new Date(), room),
  };

  /** Takes over a choice: starts what it allows, silences what it does not. */
  const decide = (choice: string | undefined): void => {
    allowed = choice;
    const calls = waiting;
    if (choice === '') waiting = announce = undefined;
    else if (!context) {
      watchLeaving(site.on, leave);
      captureClicks(site);
      flush = new Promise((resolve) => {
        if (document.readyState === 'complete') resolve(0);
        else window.addEventListener('load', resolve);
      })
        .then(loadLater)
        .then(({ extend }) => extend(site))
        .catch(() => undefined);
      view();
    }
    if (choice) {
      waiting = undefined;
      calls?.forEach((call) => void call());
    }
  };

  const recognise = (userId: string | null | undefined): void => {
    if (userId) whenAllowed(() => visitors.save(2, userId));
  };

  const start = (): void => {
    visitors.load();
    const [chosen] = visitors.current();
    const opposed = navigator.globalPrivacyControl && !options.gpc;
    decide(chosen === '-' ? choices[opposed ? 'denied' : (options.consent ?? 'granted')] : chosen);
  };
  // A prerendered page counts once it is shown.
  if (document.prerendering) document.addEventListener('prerenderingchange', start);
  else start();

  return Object.assign<Target, Likeness>(target, {
    track: (event, properties = {}, how) =>
      record('track', { event, properties }, undefined, how?.durability),
    identify(userId, traits = {}) {
      recognise(userId);
      record('identify', { traits });
    },
    page: (title, properties) => record('page', { name: title, properties: { ...facts, ...properties } }),
    group: (groupId, traits = {}) => record('group', { groupId, traits }),
    alias(userId, previousId = site.visitorId()) {
      recognise(userId);
      record('alias', { previousId });
    },
    reset: (to) => whenAllowed(() => visitors.save(1, to?.anonymousId ?? newId(now()), '', '')),
    consent(choice) {
      const purposes =
        typeof choice === 'string'
          ? choices[choice]
          : (choice.measurement ? 'm' : '') + (choice.personalisation ? 'p' : '');
      decide(purposes);
      visitors.save(0, purposes ?? '');
      if (!purposes) {
        visitors.save(1, '', '', '', '', '');
        outbox.clear();
        indexedDB.deleteDatabase(name);
      }
    },
    flush: async () => {
      await (await flush)?.();
    },
    anonymousId: site.visitorId,
  });
}
