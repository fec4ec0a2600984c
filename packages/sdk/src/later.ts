import { describeClicks } from './capture/click-details.ts';
import { captureDeadClicks } from './capture/dead-clicks.ts';
import { captureEngagement } from './capture/engagement.ts';
import { captureForms } from './capture/forms.ts';
import { readCanonicalPath, readPageMetadata } from './capture/page-metadata.ts';
import { capturePlacements } from './capture/placements.ts';
import { captureSearches } from './capture/searches.ts';
import { createDelivery } from './delivery.ts';
import type { LikenessStub } from './globals.ts';
import { type OnDevice, offerProfile } from './on-device/offer-profile.ts';
import type { LikenessOptions } from './options.ts';
import { openLastingDisk } from './outbox/lasting-disk.ts';
import { watchNavigations } from './page-lifecycle.ts';
import type { FullSite, Site } from './site.ts';
import { knowTimeZone } from './time-zone.ts';
import { planBatch } from './transport/plan-batch.ts';

/** How long a page has to bring its title and metadata up to date before it is announced. */
const settleMs = 100;

/** Whether an option asks for what is off by default: consent managers, links between domains, errors. */
function isAskedFor({ consent, crossDomain, errors }: LikenessOptions): boolean {
  return !!crossDomain || +(errors ?? 0) > 0 || /tcf|google/.test(consent ?? '');
}

/** Adds what is not needed before the page has loaded, and takes over delivery; answers how to flush. */
export function extend(base: Site): () => Promise<unknown> {
  const { now } = Date;
  const { options } = base;
  // The same object, so that both chunks see what either writes.
  const site: FullSite = Object.assign(base, { now, onView: [] });
  let turn = new AbortController();
  const { flush, leave, restart } = createDelivery({
    site,
    url: `${options.endpoint}/v1/batch`,
    plan: (groups, room) => planBatch(groups, options.writeKey, new Date(now()), room),
    random: Math.random,
    exclusively: async (task) => {
      const { signal } = turn;
      const sendUntilLeft = (): Promise<unknown> =>
        Promise.race([
          task(),
          new Promise((end) => {
            signal.onabort = end;
          }),
        ]);
      return navigator.locks?.request(site.name, { signal }, sendUntilLeft) ?? task();
    },
    onDropped: (count) => site.emit('Events Dropped', { count }),
  });
  site.carry = leave;
  const { outbox } = site;
  const putHeld = (all: IDBObjectStore): undefined => {
    for (const group of outbox.held.values()) all.put(group);
  };
  // Blocked, offline or without a disk: the page has to do without.
  const goWithout = (): void => undefined;
  const { disk, reopen } = openLastingDisk(site.name, {
    mayStore: () => site.allows('m') || site.allows('p'),
    onWiped() {
      // What is on its way to the collector may be on no disk any more.
      outbox.unsure = true;
      site.lookAgain();
      // By the way that asks for consent first: it may be what took the storage away.
      setTimeout(() => outbox.held.size > 0 && outbox.disk('readwrite', putHeld).then(flush, goWithout));
    },
  });
  site.disk = disk;
  // In the back/forward cache a page would keep its turn to send, or be given one, and nobody could send any more.
  site.on(window, 'pagehide', () => turn.abort());
  site.on(window, 'pageshow', (event) => {
    // Registered for pageshow, which has this type.
    if (!(event as PageTransitionEvent).persisted) return;
    // A page is never told the end of what it was doing (a transaction, waiting for a lock) when it went into the
    // back/forward cache.
    turn = new AbortController();
    reopen();
    restart();
    // Pages were seen and choices made since.
    site.lookAgain();
  });
  site.on(window, 'online', flush);

  const announceSoon = (): void => {
    const { page } = site;
    setTimeout(() => page === site.page && site.announce(), settleMs);
  };

  void inTurn([
    () => {
      const added =
        isAskedFor(options) &&
        import('./asked-for.ts').then((more) => more.addAskedFor(site)).catch(goWithout);
      knowTimeZone(site);
      site.describePage = () => {
        const path = readCanonicalPath();
        return { ...(path && { path }), metadata: site.wants('metadata') ? readPageMetadata() : undefined };
      };
      // Whom a link brought is the one whom all that follows is about.
      return options.crossDomain && added;
    },
    () => {
      const describe = describeClicks();
      const awaitAnswer = captureDeadClicks(site);
      site.describeClick = (click) => {
        awaitAnswer(click);
        return describe(click);
      };
    },
    () =>
      watchNavigations(site.on, () => {
        site.drain();
        site.announce();
        for (const listener of site.onView) listener();
        site.page = { at: now() };
        site.look();
        announceSoon();
      }),
    () => {
      const onDevice = offerProfile(site, () =>
        (options.profile ?? options.segments)
          ? import('./on-device/whole-profile.ts')
          : import('./on-device/essential-profile.ts'),
      );
      // Calls that were made before these methods were there wait in the stub's queue.
      const stub: LikenessStub & OnDevice = Object.assign(site.likeness, onDevice);
      for (const [method, parameters] of stub.q ?? []) {
        // The page made these calls without types; the methods are written for that.
        if (method in onDevice)
          (onDevice[method as keyof typeof onDevice] as (...all: readonly unknown[]) => void)(...parameters);
      }
      stub.q = undefined;
    },
    () => captureEngagement(site),
    () => captureSearches(site),
    () => captureForms(site),
    () => capturePlacements(site),
    // Where a page view has arrived, everything listens.
    announceSoon,
    () => {
      if (site.wants('vitals'))
        void import('./capture/web-vitals.ts').then((more) => more.captureWebVitals(site)).catch(goWithout);
    },
  ]);
  return flush;
}

/** Takes each step in a task of its own, when the one before has ended: together they would keep a slow device from answering the visitor. */
async function inTurn(steps: readonly (() => unknown)[]): Promise<void> {
  for (const step of steps) {
    await (self.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve)));
    try {
      await step();
    } catch {
      // A page that tampers with the browser's own objects: one capture less, and all others.
    }
  }
}
