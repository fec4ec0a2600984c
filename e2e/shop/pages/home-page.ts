import { html } from 'hono/html';
import { findProduct, markedDown } from '../catalogue/catalogue.ts';
import { categoryTree } from '../catalogue/categories.ts';
import type { Suggestion } from '../catalogue/suggest-products.ts';
import { articles } from '../journal/articles.ts';
import { articleCard } from './article-page.ts';
import type { Html, Page, Scene } from './page.ts';
import { shelf } from './product-card.ts';
import { type Absolute, siteData } from './structured-data.ts';

/** What stands in the shop window, board by board. */
const windowBoards: readonly (readonly string[])[] = [
  ['single-stem-vase', 'second-cup-teapot', 'hoop-mug', 'linen-lamp', 'heather-honey', 'fern-pot'],
  ['long-reach-can', 'nesting-bowls', 'pencil-pot', 'belly-vase', 'storm-window-tea', 'cactus-pot'],
];

/** One thing to stand for each department. */
const faces: Readonly<Record<string, string>> = {
  House: 'mushroom-lamp',
  Garden: 'doorstep-pot',
  Desk: 'heron-pen',
  Pantry: 'quince-jelly',
};

/** The shop's front: its window, what suits this visitor, its departments, what is marked down, the journal. */
export function homePage({ base }: Scene, absolute: Absolute, suggestion: Suggestion): Page {
  const discounted = markedDown().slice(0, 8);
  return {
    title: 'Pottering · goods for unhurried days',
    description: 'Mugs, lamps, seeds, inks and marmalade for people with nowhere in particular to be.',
    kind: 'website',
    image: '/pictures/second-cup-teapot.svg',
    structured: [siteData(absolute)],
    main: html`<section class="window" aria-labelledby="welcome">
<div class="welcome"><h1 id="welcome">Goods for unhurried days.</h1>
<p>Things to pour from, write with, dig with and sit beside. Take your time; we did.</p></div>
<div class="boards">${windowBoards.map((board) => html`<ul class="board">${board.map((id) => windowItem(base, id))}</ul>`)}</div>
</section>
${forYou(base, suggestion)}<section class="row" aria-labelledby="departments"><h2 id="departments">Four rooms</h2>
<ul class="rooms">${categoryTree().map(
      (category) =>
        html`<li><a href="${base}/c/${category.slug}"><span class="cubby tone-${findProduct(faces[category.name] ?? '')?.tone ?? 'stone'}"><img src="${base}/pictures/${faces[category.name]}.svg" alt="" width="400" height="400"></span><strong>${category.name}</strong><span>${category.line}</span></a></li>`,
    )}</ul></section>
<section class="row" aria-labelledby="marked"><h2 id="marked">Marked down, not worn out</h2>${shelf(base, discounted)}</section>
<section class="row" aria-labelledby="journal"><h2 id="journal">From the journal</h2>
<ul class="articles">${articles.slice(0, 2).map((article) => articleCard(base, article))}</ul></section>`,
  };
}

/** Nothing at all until the profile has something to say. */
function forYou(base: string, { products, because }: Suggestion): Html | string {
  if (products.length === 0) return '';
  return html`<section class="row" aria-labelledby="for-you"><h2 id="for-you">Since you like ${because.join(' and ')}</h2>${shelf(base, products)}</section>
`;
}

function windowItem(base: string, id: string): Html {
  const name = findProduct(id)?.name ?? id;
  return html`<li><a href="${base}/p/${id}"><img src="${base}/pictures/${id}.svg" alt="${name}" width="300" height="300"><span aria-hidden="true">${name}</span></a></li>`;
}
