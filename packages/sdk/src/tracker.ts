import { captureClicks } from './capture/clicks.ts';
import { pageContext, readPage } from './capture/page.ts';
import { createIdSource } from './event-id.ts';
import './globals.ts';
import type { Likeness } from './likeness-api.ts';
import type { LikenessOptions } from './options.ts';
import { openDisk } from './outbox/disk.ts';
import { createOutbox } from './outbox/outbox.ts';
import { watchLeaving } from './page-lifecycle.ts';
import { redact } from './redact.ts';
import type { Later, Site } from './site.ts';
import { createVisitorStore } from './visitor.ts';

/** How many calls wait at most: for the end of the task that made them, or for the visitor's choice. */
const waitingLimit = 1_000;
/** What the words for a choice allow: `m` measurement, `p` personalisation; any other word says nothing yet. */
const choices: Readonly<Record<string, string | undefined>> = { granted: 'mp', denied: '' };

/**
 * Puts the SDK of one page into `target`; `loadLater` brings what is not needed before the page has loaded.
 *
 * Nothing but listening begins at once. The first task after something happened, or after the page has loaded, reads
 * who is here and what is allowed, and writes down what happened.
 */
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
  const { visitor, load, save, touch } = createVisitorStore(newId, storage, options.anonymousId);
  const outbox = createOutbox((...work) => (allowed && !storage ? site.disk(...work) : Promise.reject()));

  /** What happened in this task and wants to be described, whatever the visitor allows. */
  const seen: (() => void)[] = [];
  /** What is to be recorded: after this task, or once the visitor was asked. */
  let waiting: (() => void)[] = [];
  /** What is allowed, as in {@link choices}; `undefined` before the visitor was asked. */
  let allowed: string | undefined;
  let started = false;
  let { referrer } = document;
  let sample = 0;
  let flush: Promise<(() => Promise<unknown>) | undefined> | undefined;

  /** Runs what may throw on a page that tampers with the browser's own objects: that one event is lost, nothing else. */
  const safely = (task: () => unknown): void => {
    try {
      task();
    } catch {
      site.missed++;
    }
  };

  /** Writes down what waits, as far as it is allowed. */
  const drain = (): void => {
    // A prerendered page counts once it is shown.
    if (document.prerendering) return;
    if (!started) {
      started = true;
      load(now());
      const opposed = navigator.globalPrivacyControl && !options.gpc;
      decide(visitor[0] === '-' ? choices[opposed ? 'denied' : (options.consent ?? 'granted')] : visitor[0]);
    }
    for (const task of seen.splice(0)) safely(task);
    if (allowed) {
      for (const task of waiting.splice(0)) safely(task);
      void outbox.store();
    }
    if (allowed === '') waiting = [];
  };

  const defer = (task: () => void, tasks = seen): void => {
    if (tasks.length >= waitingLimit) drain();
    if (tasks.length >= waitingLimit) site.missed++;
    else if (tasks.push(task) === 1) setTimeout(drain);
  };

  const record = (type: string, body: object, at = now(), durability?: IDBTransactionDurability): void =>
    safely(() => {
      // Circular properties, a BigInt, a getter that throws: what cannot be written cannot be sent.
      const text = stringify(body).slice(1, -1);
      const shown = site.page;
      defer(() => {
        const start = touch(at, shown) ? ',"sessionStart":true' : '';
        const messageId = newId(at);
        const [, anonymousId, userId, sessionId] = visitor;
        const envelope = {
          type,
          messageId,
          // Written out here it takes half the time.
          timestamp: new Date(at).toISOString(),
          anonymousId,
          userId: userId || undefined,
        };
        const event = `${stringify(envelope).slice(0, -1)},${text}`;
        const context = `${shown.context}${site.moreContext},"sessionId":"${sessionId}","sessionPage":${shown.number}${start}}`;
        site.recorded.push([event, context]);
        if (site.sends()) outbox.add(messageId, event, context, durability);
      }, waiting);
    });

  const anonymousId = (): string => {
    drain();
    return visitor[1];
  };

  const site: Site = {
    options,
    name,
    on(target, types, listener) {
      for (const type of types.split(' ')) {
        target.addEventListener(type, (event) => safely(() => allowed !== '' && listener(event)), true);
      }
    },
    defer,
    drain,
    emit: (event, properties, at) => record('track', { event, properties }, at),
    // A rate given as text compares as the number it spells.
    wants: (capture, rate = 1) => sample < ((options[capture] ?? rate) as number),
    allows: (purpose) => !!allowed?.includes(purpose),
    sends: () => !options.mode && site.allows('m'),
    redact,
    visitorId: anonymousId,
    visitor,
    save,
    page: { at: now() },
    look() {
      const { page } = site;
      page.facts = readPage(referrer);
      page.context = pageContext(page.facts);
      referrer = page.facts.url;
      sample = random();
    },
    announce() {
      const { page } = site;
      const { facts, isTold } = page;
      if (!facts || isTold) return;
      page.isTold = true;
      if (site.wants('pages')) {
        record(
          'page',
          { properties: { ...facts, title: document.title, ...site.describePage?.() } },
          page.at,
        );
      }
    },
    onHide: [],
    recorded: [],
    missed: 0,
    moreContext: '',
    outbox,
    // Each by itself: before the rest is loaded there are one or two.
    carry(groups) {
      for (const { context, events } of groups) {
        const body = `${stringify({ writeKey, sentAt: new Date() }).slice(0, -1)},"context":${context},"batch":[${events.join('},')}}]}`;
        fetch(`${options.endpoint}/v1/batch`, { method: 'POST', body, keepalive: true }).catch(
          () => undefined,
        );
      }
    },
    disk: openDisk(name),
    lookAgain() {
      load(now());
      if (!visitor[0]) decide('');
    },
    likeness: target,
  };

  /** Takes over a choice: starts what it allows, silences what it does not. */
  const decide = (choice: string | undefined): void => {
    allowed = choice;
    if (choice !== '' && !flush) {
      flush = loaded
        .then(loadLater)
        .then(({ extend }) => extend(site))
        .catch(() => undefined);
      site.look();
    }
  };

  const loaded = new Promise((resolve) => {
    if (document.readyState === 'complete') resolve(0);
    else window.addEventListener('load', resolve);
  });
  watchLeaving(site.on, ({ type }) => {
    drain();
    for (const listener of site.onHide) listener();
    site.announce();
    drain();
    if (site.sends()) site.carry([...outbox.held.values()], type === 'pagehide');
  });
  captureClicks(site, now);
  document.addEventListener('prerenderingchange', drain);
  void loaded.then(() => setTimeout(drain));

  /** Records that the visitor is `userId`, if that is known. */
  const claim = (type: string, userId: string | null | undefined, body: object): void => {
    if (userId) defer(() => save(2, userId), waiting);
    record(type, body);
  };

  return Object.assign<Target, Likeness>(target, {
    track: (event, properties, how) =>
      record('track', { event, properties: properties ?? {} }, undefined, how?.durability),
    identify: (userId, traits = {}) => claim('identify', userId, { traits }),
    page(title, properties) {
      drain();
      record('page', { name: title, properties: { ...site.page.facts, ...properties } });
    },
    group: (groupId, traits = {}) => record('group', { groupId, traits }),
    alias: (userId, previousId = anonymousId()) => claim('alias', userId, { previousId }),
    reset: (to) => defer(() => save(1, to?.anonymousId ?? newId(now()), '', ''), waiting),
    consent(choice) {
      const purposes =
        typeof choice === 'string'
          ? choices[choice]
          : (choice.measurement ? 'm' : '') + (choice.personalisation ? 'p' : '');
      drain();
      decide(purposes);
      if (purposes) save(0, purposes);
      else {
        save(0, purposes ?? '-', '', '', '', '', '', '', '');
        outbox.clear();
        indexedDB.deleteDatabase(name);
      }
      drain();
    },
    async flush() {
      drain();
      await (await flush)?.();
    },
    anonymousId,
  });
}
