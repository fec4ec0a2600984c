import { html } from 'hono/html';
import type { Html } from './page.ts';

/** Where the head of the silhouette is: 150 wide and 200 high, looking to the right. */
const headPath =
  'M4 200C8 181 25 172 43 166C54 162 58 153 55 142C39 131 27 111 28 86C29 50 57 25 91 26C113 27 129 39 134 58C136 66 135 72 136 78C140 87 148 95 150 100C151 104 146 106 142 107C141 111 144 114 143 117C142 119 140 120 140 121C142 123 143 126 141 129C139 132 139 134 139 138C138 147 128 150 119 149C114 149 113 154 114 160C116 170 136 178 144 200Z';

/** The silhouette that client/panel fills with strata; `full` leaves room on the right for their names. */
export function cameo(kind: 'full' | 'peek'): Html {
  const viewBox = kind === 'full' ? '0 14 330 190' : '0 8 164 196';
  return html`<svg class="cameo" viewBox="${viewBox}" data-cameo="${kind}" aria-hidden="true">
<defs><clipPath id="head-${kind}"><path d="${headPath}"/></clipPath></defs>
<path class="head" d="${headPath}"/>
<g class="strata" clip-path="url(#head-${kind})"></g>
<path class="outline" d="${headPath}"/>
<g class="names"></g>
</svg>`;
}
