const svgNamespace = 'http://www.w3.org/2000/svg';

/** What can stand inside an element; a text stays text, whatever it holds. */
export type Child = Node | string | number;

/** Creates an HTML element. The only way in which this dashboard shows data, and it knows no HTML. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...children.map((child) => (typeof child === 'number' ? String(child) : child)));
  return made;
}

/** Creates an SVG element with attributes. */
export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElement {
  const made = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** A titled part of a page; answers the whole and the place for its content. */
export function card(
  title: string,
  className = '',
): { readonly whole: HTMLElement; readonly body: HTMLElement } {
  const body = el('div', 'card-body');
  const whole = el('section', `card ${className}`, el('h2', '', title), body);
  whole.setAttribute('aria-label', title);
  return { whole, body };
}

/** A link to a profile's page. */
export function profileLink(id: string, text: string): HTMLAnchorElement {
  const link = el('a', 'profile-link', text);
  link.href = `#/profiles/${encodeURIComponent(id)}`;
  return link;
}
