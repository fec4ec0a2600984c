import { createEventIdSource } from '@likeness/core';
import type { CaptureDeps } from './capture/capture.ts';
import { captureClicks } from './capture/clicks.ts';
import { type PageFacts, pageContext, readPage } from './capture/page.ts';
import { createDelivery } from './delivery.ts';
import type { Likeness } from './likeness.ts';
import type { LikenessOptions } from './options.ts';
import { createIndexedDbOutbox } from './outbox/indexed-db-outbox.ts';
import { createMemoryOutbox } from './outbox/memory-outbox.ts';
import { watchPage } from './page-lifecycle.ts';
import { createVisitor } from './visitor.ts';

/** How many calls are kept in memory while the visitor has not been asked. */
const heldLimit = 1_000;
/** How long a page has to bring its title and metadata up to date before it is announced. */
const settleMs = 100;

/** The part of the SDK that is loaded once the page has loaded. */
export interface LaterChunk {
  readonly extend: (deps: CaptureDeps) => void;
}

/** Creates the SDK of one page; `loadLater` brings what is not needed before the page has loaded. */
export function createTracker(options: LikenessOptions, loadLater: () => Promise<LaterChunk>): Likeness {
  const { stringify } = JSON;
  const { now } = Date;
  const { random } = Math;
  const { storage, writeKey } = options;
  const name = `likeness-${writeKey}`;
  const newId = createEventIdSource(random);
  const visitor = createVisitor(newId, storage, options.anonymousId);

  /** Calls made before the visitor was asked or the page was shown; `undefined` once they may run. */
  let held: (() => void)[] | undefined = [];
  /** What the visitor allows: `m` measurement, `p` personalisation; `undefined` before the visitor was asked. */
  let allowed: string | undefined;
  let captures = new AbortController();
  let installed = false;
  let referrer = document.referrer;
  let facts: PageFacts;
  let context = '';
  let sample = 0;
  let announce: (() => void) | undefined;

  const delivery = createDelivery({
    url: `${options.endpoint}/v1/batch`,
    writeKey,
    openOutbox: (onWiped) =>
      storage ? createMemoryOutbox() : createIndexedDbOutbox(name, createMemoryOutbox(), onWiped),
    now,
    random,
    exclusively: async (task) => navigator.locks?.request(name, task) ?? task(),
    onDropped: (count) => deps.emit('Events Dropped', { count }),
  });

  const whenAllowed = (task: () => void): void => {
    if (held) held.length < heldLimit && held.push(task);
    else if (allowed) task();
  };

  const record = (type: string, body: string, at = now(), how?: IDBTransactionDurability): void => {
    const page = context;
    whenAllowed(() => {
      const start = visitor.touch(at) ? ',"sessionStart":true' : '';
      const id = newId(at);
      const user = visitor.userId && `,"userId":${stringify(visitor.userId)}`;
      const event = `{"type":"${type}","messageId":"${id}","timestamp":"${new Date(at).toISOString()}","anonymousId":${stringify(visitor.anonymousId)}${user},${body}`;
      delivery.add(id, event, `${page},"sessionId":"${visitor.sessionId}"${start}}`, how);
    });
  };

  const view = (): void => {
    announce?.();
    for (const listener of deps.onView) listener();
    const at = now();
    facts = readPage(referrer);
    referrer = location.href;
    context = pageContext(facts, newId(at));
    sample = random();
    announce = () => {
      announce = undefined;
      if (deps.wants('pages')) {
        const { title } = document;
        record('page', `"properties":${stringify({ ...facts, title, metadata: deps.describePage?.() })}`, at);
      }
    };
    void extended.then(() => setTimeout(() => announce?.(), settleMs));
  };

  const deps: CaptureDeps = {
    options,
    on(target, types, listener) {
      for (const type of types.split(' ')) {
        target.addEventListener(
          type,
          (event) => {
            try {
              listener(event);
            } catch {
              // A page whose prototypes were tampered with loses this one event, and nothing else.
            }
          },
          { capture: true, passive: true, signal: captures.signal },
        );
      }
    },
    emit: (event, properties) => record('track', `"event":"${event}","properties":${stringify(properties)}`),
    wants: (capture) => sample < (options.capture?.[capture] ?? (capture === 'errors' ? 0 : 1)),
    now,
    onView: [],
    onHide: [],
  };

  const loaded = new Promise((resolve) => {
    if (document.readyState === 'complete') resolve(0);
    else window.addEventListener('load', resolve);
  });
  const extended = loaded.then(loadLater).catch(() => undefined);

  const install = (): void => {
    installed = true;
    captures = new AbortController();
    deps.onHide.length = deps.onView.length = 0;
    watchPage(deps.on, {
      hide() {
        for (const listener of deps.onHide) listener();
        announce?.();
        delivery.leave();
      },
      view,
    });
    captureClicks(deps);
    deps.on(window, 'online', delivery.flush);
    void extended.then((later) => later?.extend(deps));
    view();
  };

  const decide = (choice: string | undefined): void => {
    allowed = choice;
    if (choice === '') {
      captures.abort();
      installed = false;
      held = announce = undefined;
    } else if (!installed) install();
    if (choice) {
      const calls = held;
      held = undefined;
      calls?.forEach((call) => call());
    }
  };

  const recognise = (userId: unknown): void => {
    if (!userId) return;
    whenAllowed(() => {
      visitor.userId = String(userId);
      visitor.save();
    });
  };

  const api: Likeness = {
    track: (event, properties = {}, how) =>
      record(
        'track',
        `"event":${stringify(event)},"properties":${stringify(properties)}`,
        undefined,
        how?.durability,
      ),
    identify(userId, traits = {}) {
      recognise(userId);
      record('identify', `"traits":${stringify(traits)}`);
    },
    page: (title, properties) =>
      record(
        'page',
        `"name":${stringify(title ?? '')},"properties":${stringify({ ...facts, ...properties })}`,
      ),
    group: (groupId, traits = {}) =>
      record('group', `"groupId":${stringify(groupId)},"traits":${stringify(traits)}`),
    alias(userId, previousId = visitor.anonymousId) {
      recognise(userId);
      record('alias', `"previousId":${stringify(previousId)}`);
    },
    reset: (to) => whenAllowed(() => visitor.renew(to?.anonymousId ?? newId(now()))),
    consent(choice) {
      const { measurement, personalisation } = {
        measurement: /m/.test(allowed ?? ''),
        personalisation: /p/.test(allowed ?? ''),
        ...(choice === 'granted'
          ? { measurement: true, personalisation: true }
          : choice === 'denied'
            ? { measurement: false, personalisation: false }
            : choice),
      };
      if (choice) {
        decide((measurement ? 'm' : '') + (personalisation ? 'p' : ''));
        visitor.allowed = allowed ?? '';
        if (!allowed) {
          delivery.clear();
          visitor.renew('');
        } else visitor.save();
      }
      return { measurement, personalisation };
    },
    flush: async () => void (await delivery.flush()),
    anonymousId: () => visitor.anonymousId,
  };
  visitor.load();
  const { gpc, consent = 'granted' } = options;
  const opposed = !gpc && navigator.globalPrivacyControl;
  decide(
    visitor.allowed === '-'
      ? { granted: 'mp', denied: '', pending: undefined }[opposed ? 'denied' : consent]
      : visitor.allowed,
  );
  return api;
}
