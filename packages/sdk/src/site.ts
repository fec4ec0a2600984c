import type { Click } from './capture/clicks.ts';
import type { PageFacts } from './capture/page.ts';
import type { CaptureName, LikenessOptions } from './options.ts';
import type { Disk } from './outbox/disk.ts';
import type { EventGroup } from './outbox/event-group.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Visitor, VisitorStore } from './visitor.ts';

/** One event as it was recorded: its JSON without the closing brace, and its context's JSON. */
export type RecordedEvent = readonly [event: string, context: string];

/** A page view. */
export interface ShownPage {
  /** When it began, epoch ms. */
  readonly at: number;
  facts?: PageFacts;
  /** Its context, as JSON that still wants its last members and closing brace. */
  context?: string;
  /** Its number within the session, from 1. */
  number?: number;
  /** Whether its page event was recorded. */
  isTold?: boolean;
}

/** What the page's own script offers to captures and to the chunks that are loaded later. */
export interface Site {
  readonly options: LikenessOptions;
  /** Names the site's locks and storage on this origin. */
  readonly name: string;
  /** Listens to one or several events in the capture phase; never throws, and is deaf without consent. */
  on(target: EventTarget, types: string, listener: (event: Event) => unknown): void;
  /** Runs a task after the present one, and before the page is left; never throws. */
  defer(task: () => void): void;
  /** Runs everything deferred now, and writes down what waits as far as it is allowed. */
  drain(): void;
  /** Records a track event, of now unless a time is given (epoch ms). */
  emit(event: string, properties: object, at?: number): void;
  /** Whether a capture is on in this page view; `rate` is its default. */
  wants(capture: CaptureName, rate?: number): boolean;
  /** Whether the visitor allows a purpose: `m` measurement, `p` personalisation. */
  allows(purpose: 'm' | 'p'): boolean;
  /** Whether events may leave the browser now. */
  sends(): boolean;
  /** See `redact.ts`. */
  readonly redact: (text: string) => string;
  visitorId(): string;
  /** The visitor as of the last event. */
  readonly visitor: Visitor;
  /** Replaces fields of the visitor from the given one on, here and on the device. */
  readonly save: VisitorStore['save'];
  /** The page view that events belong to. */
  page: ShownPage;
  /** Reads the address and what belongs to it into `page`. */
  look(): void;
  /** Records the page view, once. */
  announce(): void;
  /** Called when the page is hidden or left, before what it records is sent. */
  readonly onHide: (() => void)[];
  /** Gets each event of this page as it is recorded. */
  readonly recorded: RecordedEvent[];
  /** Events that could not be recorded and that nobody has been told of. */
  missed: number;
  /** More members of every context, as JSON that begins with a comma. */
  moreContext: string;
  /** Answers more properties of a page event. */
  describePage?: () => object;
  /** Answers more properties of a click. */
  describeClick?: (click: Click) => object;
  readonly outbox: Outbox;
  /** Where the outbox stores, as far as that is allowed. */
  disk: Disk;
  /** Takes over what other tabs left on the device: consent may have been withdrawn there. */
  lookAgain(): void;
  /** Sends groups as the page is hidden, or left for good. */
  carry(groups: readonly EventGroup[], isLeft: boolean): void;
  /** `window.likeness`, or what the npm entry handed out. */
  readonly likeness: object;
}

/** What captures of the later chunk work with. */
export interface FullSite extends Site {
  /** Epoch ms. */
  now(): number;
  /** Called when a page view ends because another begins. */
  readonly onView: (() => void)[];
}

/** What is loaded once the page has loaded. */
export interface Later {
  /** Adds its captures and takes over delivery; answers how to flush. */
  extend(site: Site): () => Promise<unknown>;
}
