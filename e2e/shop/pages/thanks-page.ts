import { html } from 'hono/html';
import { articles } from '../journal/articles.ts';
import { articleCard } from './article-page.ts';
import type { Page, Scene } from './page.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** After an order; `now` is epoch ms. */
export function thanksPage({ base, visitor }: Scene, orderId: string, now: number): Page {
  const arrival = new Date(now + 3 * dayMs).toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
  return {
    title: 'Thank you',
    description: 'Your order.',
    kind: 'website',
    department: 'basket',
    main: html`<header class="heading"><h1>Thank you${visitor.person === undefined ? '' : `, ${visitor.person.name.split(' ')[0]}`}.</h1>
<p>Order <code>${orderId}</code> is being wrapped in last week’s paper. Were it real, it would be with you on ${arrival}.</p></header>
<p class="after">Look at your likeness: the order weighs five times as much as a look.</p>
<p>${visitor.person === undefined ? html`<a class="button" href="${base}/login">Log in and keep your history</a>` : html`<a class="button" href="${base}/c/pantry">Something to eat with it</a>`}</p>
<section class="row" aria-labelledby="meanwhile"><h2 id="meanwhile">While you wait</h2><ul class="articles">${articles.slice(0, 2).map((article) => articleCard(base, article))}</ul></section>`,
  };
}
