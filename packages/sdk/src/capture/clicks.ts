import type { Site } from '../site.ts';

/** What is clicked on purpose and bears a text that the site wrote: nothing that a visitor can type into. */
const labelled = 'a,button,summary,[role=button],[role=link],[role=tab],[role^=menuitem]';

/** One click, as it was when it happened. */
export interface Click {
  /** Epoch ms. */
  readonly at: number;
  /** The control around what was clicked, or else what was clicked itself. */
  readonly element: Element;
  /** What was clicked and everything around it, also inside open shadow trees. */
  readonly path: readonly Element[];
  readonly event: MouseEvent;
  /** Whether `element` is a control. */
  readonly isControl: boolean;
  /** What is told of it. */
  readonly properties: object;
}

/**
 * Captures clicks on the whole page, open shadow trees included, with one listener.
 *
 * The listener takes what the page may change in answer to the click; the rest is read in a later task, when the click
 * has been dealt with.
 */
export function captureClicks(site: Site, now: () => number): void {
  const { on, options } = site;
  on(window, 'click', (listened) => {
    // Registered for click, which has this type.
    const event = listened as MouseEvent;
    const at = now();
    // Documents and windows are on the path as well, and have no attributes to ask for.
    const path = event.composedPath() as Element[];
    const [target] = path;
    const control = target?.closest(labelled);
    const text = control?.textContent;
    const element = control ?? target;
    const href = element?.getAttribute('href')?.slice(0, 512);
    const { clientX, clientY } = event;
    site.defer(() => {
      if (!element || has(path, 'ignore') || !site.wants('clicks')) return;
      const properties = {
        tag: element.localName,
        id: element.id || undefined,
        text:
          options.mask || has(path, 'mask')
            ? undefined
            : text?.trim().replace(/\s+/g, ' ').slice(0, 128) || undefined,
        href,
        data: { ...(element as HTMLElement).dataset },
        x: clientX | 0,
        y: clientY | 0,
      };
      const click = { at, element, path, event, isControl: !!control, properties };
      site.emit('Element Clicked', { ...properties, ...site.describeClick?.(click) }, at);
    });
  });
}

/** The element that an event is about, also inside open shadow trees; none under `data-likeness-ignore`. */
export function innermost(event: Event): Element | undefined {
  const path = event.composedPath() as Element[];
  return has(path, 'ignore') ? undefined : path[0];
}

function has(path: readonly Element[], mark: string): boolean {
  return path.some((node) => node.hasAttribute?.(`data-likeness-${mark}`));
}
