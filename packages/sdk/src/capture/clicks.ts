import type { CaptureDeps } from './capture.ts';

const actionable = 'a,button,summary,label,input,select,textarea,[role],[onclick],[data-likeness]';

/** Captures clicks on the whole page, open shadow trees included, with one listener. */
export function captureClicks({ on, emit, wants, options }: CaptureDeps): void {
  on(window, 'click', (event) => {
    const click = event as MouseEvent;
    if (!wants('clicks')) return;
    const target = click.composedPath()[0];
    if (!(target instanceof Element) || isIgnored(click)) return;
    emit('Element Clicked', {
      ...describeElement(target.closest<HTMLElement>(actionable) ?? target, options.mask),
      x: Math.round(click.clientX),
      y: Math.round(click.clientY),
    });
  });
}

/** Whether an event happened under `data-likeness-ignore`, also across shadow roots. */
export function isIgnored(event: Event): boolean {
  return event
    .composedPath()
    .some((node) => node instanceof Element && node.hasAttribute('data-likeness-ignore'));
}

/** Says what an element is, without anything that the visitor typed. */
export function describeElement(element: Element, mask: 'text' | undefined): object {
  const { id, localName, classList } = element;
  const typed = /^(input|select|textarea)$/.test(localName) || (element as HTMLElement).isContentEditable;
  const text =
    mask || typed || element.childElementCount > 20 || element.closest('[data-likeness-mask]')
      ? undefined
      : element.textContent.trim().replace(/\s+/g, ' ').slice(0, 128);
  return {
    tag: localName,
    id: id || undefined,
    classes: [...classList].slice(0, 8).join(' ') || undefined,
    text: text || undefined,
    href: element.getAttribute('href')?.slice(0, 512),
    role: element.getAttribute('role') ?? undefined,
    data: { ...(element as HTMLElement).dataset },
  };
}
