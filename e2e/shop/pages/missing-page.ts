import { html } from 'hono/html';
import type { Page, Scene } from './page.ts';

/** When nothing stands at an address. */
export function missingPage({ base }: Scene): Page {
  return {
    title: 'Not on any shelf',
    description: 'There is nothing at this address.',
    kind: 'website',
    department: 'missing',
    main: html`<header class="heading"><h1>Not on any shelf</h1><p>We looked behind the teapots too.</p></header><p><a class="button" href="${base === '' ? '/' : base}">Back to the window</a></p>`,
  };
}
