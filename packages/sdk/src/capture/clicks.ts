import type { Site } from '../site.ts';

/** What is clicked on purpose and bears a text that the site wrote: nothing that a visitor can type into. */
const labelled = 'a,button,summary,[role=button],[role=link],[role=tab],[role^=menuitem]';

/** Captures clicks on the whole page, open shadow trees included, with one listener. */
export function captureClicks(site: Site): void {
  const { on, emit, wants, options } = site;
  on(window, 'click', (event) => {
    const { clientX, clientY } = event as MouseEvent;
    const target = innermost(event);
    if (!target || !wants('clicks')) return;
    const control = target.closest(labelled);
    const element = control ?? target;
    const { id, localName } = element;
    const text = !options.mask && !element.closest('[data-likeness-mask]') && control?.textContent;
    emit('Element Clicked', {
      tag: localName,
      id: id || undefined,
      text: text ? text.trim().replace(/\s+/g, ' ').slice(0, 128) : undefined,
      href: element.getAttribute('href')?.slice(0, 512),
      data: { ...(element as HTMLElement).dataset },
      x: clientX | 0,
      y: clientY | 0,
      ...site.describeClick?.(element, event),
    });
  });
}

/** The element that an event is about, also inside open shadow trees; none under `data-likeness-ignore`. */
export function innermost(event: Event): Element | undefined {
  // Documents and windows are on the path as well, and have no attributes to ask for.
  const path = event.composedPath() as Element[];
  return path.some((node) => node.hasAttribute?.('data-likeness-ignore')) ? undefined : path[0];
}
