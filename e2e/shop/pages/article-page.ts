import { html } from 'hono/html';
import { findProduct } from '../catalogue/catalogue.ts';
import type { Article } from '../journal/article.ts';
import { articles } from '../journal/articles.ts';
import { breadcrumbs } from './breadcrumbs.ts';
import type { Html, Page, Scene } from './page.ts';
import { shelf } from './product-card.ts';
import { type Absolute, articleData } from './structured-data.ts';

/** One article, with the products it speaks of. */
export function articlePage({ base }: Scene, absolute: Absolute, article: Article): Page {
  const trail = [
    { name: 'Home', path: '' },
    { name: 'Journal', path: '/journal' },
    { name: article.title, path: `/journal/${article.id}` },
  ];
  const products = article.products.flatMap((id) => findProduct(id) ?? []);
  return {
    title: article.title,
    description: article.line,
    kind: 'article',
    department: 'journal',
    image: `/pictures/${article.products[0]}.svg`,
    meta: [
      ['article:author', article.author],
      ['article:published_time', article.published],
      ['article:section', article.section],
      ...article.keywords.map((keyword): [string, string] => ['article:tag', keyword]),
    ],
    structured: [articleData(article, absolute)],
    main: html`${breadcrumbs(base, trail)}
<article class="article"><header class="heading"><p class="byline">${article.author} · ${writtenDate(article)}</p><h1>${article.title}</h1><p>${article.line}</p></header>
<figure class="cubby tone-${products[0]?.tone ?? 'stone'}"><img src="${base}/pictures/${article.products[0]}.svg" alt="" width="600" height="600"></figure>
<div class="prose">${article.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}</div></article>
<section class="row" aria-labelledby="spoken"><h2 id="spoken">Spoken of above</h2>${shelf(base, products)}</section>`,
  };
}

/** All articles. */
export function journalPage({ base }: Scene): Page {
  return {
    title: 'Journal',
    description: 'Short pieces to read with something hot.',
    kind: 'website',
    department: 'journal',
    main: html`<header class="heading"><h1>Journal</h1><p>Short pieces, to be read with something hot.</p></header>
<ul class="articles">${articles.map((article) => articleCard(base, article))}</ul>`,
  };
}

/** An article in a list. */
export function articleCard(base: string, article: Article): Html {
  const product = findProduct(article.products[0] ?? '');
  return html`<li class="article-card"><a href="${base}/journal/${article.id}">
<span class="cubby tone-${product?.tone ?? 'stone'}"><img src="${base}/pictures/${article.products[0]}.svg" alt="" width="300" height="300" loading="lazy"></span>
<span class="article-words"><span class="byline">${article.author} · ${writtenDate(article)}</span><strong>${article.title}</strong><span>${article.line}</span></span></a></li>`;
}

function writtenDate(article: Article): string {
  return new Date(article.published).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
}
