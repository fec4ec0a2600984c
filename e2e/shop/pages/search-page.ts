import { html } from 'hono/html';
import { markedDown } from '../catalogue/catalogue.ts';
import { searchProducts } from '../catalogue/search-products.ts';
import type { Page, Scene } from './page.ts';
import { shelf } from './product-card.ts';

/** What was found for `?q=`. The search itself is captured by the SDK, so nothing is tracked by hand. */
export function searchPage({ base, url }: Scene): Page {
  const query = (url.searchParams.get('q') ?? '').trim();
  const found = searchProducts(query);
  const heading =
    query === '' ? 'What are you after?' : found.length === 0 ? 'Not on any shelf' : `“${query}”`;
  return {
    title: query === '' ? 'Search' : `Search: ${query}`,
    description: 'Search the shop.',
    kind: 'website',
    department: 'search',
    main: html`<header class="heading"><h1>${heading}</h1><p>${summary(query, found.length)}</p></header>
<ul class="chips quiet" aria-label="Other searches">${['tea', 'blue', 'gift', 'evening', 'flowers', 'stoneware', 'honey'].map((word) => html`<li><a href="${base}/search?q=${word}">${word}</a></li>`)}</ul>
${shelf(base, found.length > 0 ? found : markedDown().slice(0, 8))}`,
  };
}

function summary(query: string, count: number): string {
  if (query === '') return 'Try one of these, or anything that comes to mind.';
  if (count === 0) return `Nothing answers to “${query}”. These were looking for a home anyway:`;
  return count === 1 ? 'One thing answers to that.' : `${count} things answer to that.`;
}
