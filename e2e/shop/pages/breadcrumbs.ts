import { html } from 'hono/html';
import type { Html } from './page.ts';
import type { Crumb } from './structured-data.ts';

/** The visible way to a page; the last step is the page itself. */
export function breadcrumbs(base: string, trail: readonly Crumb[]): Html {
  return html`<nav class="crumbs" aria-label="Breadcrumb"><ol>${trail.map((crumb, index) =>
    index === trail.length - 1
      ? html`<li aria-current="page">${crumb.name}</li>`
      : html`<li><a href="${base}${crumb.path === '' && base === '' ? '/' : crumb.path}">${crumb.name}</a></li>`,
  )}</ol></nav>`;
}
