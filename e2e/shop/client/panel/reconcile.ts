/** How a list of data becomes a list of elements. */
export interface Rendering<T> {
  /** Unique among its siblings. */
  readonly key: (item: T) => string;
  readonly create: (item: T) => HTMLElement;
  readonly update: (element: HTMLElement, item: T) => void;
}

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Makes the children of `parent` those of `items`, in order, keeping the element of each key; what moves glides to its
 * new place (FLIP: measure before, measure after, animate the difference).
 */
export function reconcile<T>(parent: HTMLElement, items: readonly T[], rendering: Rendering<T>): void {
  const old = new Map<string, HTMLElement>();
  const tops = new Map<HTMLElement, number>();
  for (const child of parent.children) {
    if (!(child instanceof HTMLElement)) continue;
    tops.set(child, child.offsetTop);
    if (child.dataset.key !== undefined) old.set(child.dataset.key, child);
  }
  const next = items.map((item) => {
    const key = rendering.key(item);
    const element = old.get(key) ?? rendering.create(item);
    element.dataset.key = key;
    rendering.update(element, item);
    return element;
  });
  parent.replaceChildren(...next);
  if (tops.size === 0 || calm()) return;
  for (const element of next) {
    const before = tops.get(element);
    const moved = before === undefined ? 0 : before - element.offsetTop;
    if (before === undefined) {
      element.animate([{ opacity: 0, transform: 'translateY(-6px)' }, {}], {
        duration: 320,
        easing: 'ease-out',
      });
    } else if (moved !== 0) {
      element.animate([{ transform: `translateY(${moved}px)` }, {}], {
        duration: 420,
        easing: 'cubic-bezier(.2,.8,.2,1)',
      });
    }
  }
}

/** An element with a class and text; text is never taken for HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
