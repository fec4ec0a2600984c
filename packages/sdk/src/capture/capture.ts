import type { CaptureName, LikenessOptions } from '../options.ts';

/** What a capture works with. Listeners never throw into the page and end when consent is withdrawn. */
export interface CaptureDeps {
  readonly options: LikenessOptions;
  /** Listens to one or several events, in the capture phase, passively. */
  on(target: EventTarget, types: string, listener: (event: Event) => void): void;
  /** Records a track event. */
  emit(name: string, properties: object): void;
  /** Whether a capture is on in this page view. */
  wants(name: CaptureName): boolean;
  /** Epoch ms. */
  now(): number;
  /** Called with each page view that begins; what was measured so far belongs to the one before. */
  readonly onView: (() => void)[];
  /** Called when the page is hidden or left, before what it records is sent. */
  readonly onHide: (() => void)[];
  /** Answers what the page says about itself; set by the later chunk. */
  describePage?: () => object | undefined;
}
