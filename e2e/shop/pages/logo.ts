import { raw } from 'hono/html';
import type { Html } from './page.ts';

/** The shop's mark: a pot, mid-potter. */
export function logo(): Html {
  return raw(logoSvg('<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">'));
}

/** The mark as a document of its own, for the browser's tab. */
export function iconDocument(): string {
  return logoSvg(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="#e0563b" stroke="#e0563b" stroke-linecap="round"><style>.steam,.ear{fill:none}</style>',
  );
}

function logoSvg(open: string): string {
  return `${open}<path class="pot" d="M7 14h16c1.4 7-1 14-8 14S5.600 21 7 14z" stroke="none"/><path class="ear" d="M23.500 16.500c5-1 5.400 6.500-.8 7" stroke-width="2.200"/><path class="steam" d="M12 10.500c-2-2.500 1.600-3.600 0-6.500M18 10.500c-2-2.500 1.600-3.600 0-6.500" stroke-width="2"/></svg>`;
}
