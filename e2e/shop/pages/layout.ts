import { html, raw } from 'hono/html';
import { categoryTree } from '../catalogue/categories.ts';
import { cartCount } from '../visitor/cart.ts';
import { embedJson } from './embed-json.ts';
import { logo } from './logo.ts';
import type { Html, Page, Scene } from './page.ts';
import { panel } from './panel.ts';

/** The whole document around a page. */
export function layout(scene: Scene, page: Page): Html {
  const { base, visitor, version } = scene;
  const title =
    page.kind === 'website' && page.department === undefined ? page.title : `${page.title} · Pottering`;
  return html`<!doctype html>
<html lang="en" data-theme="${visitor.theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#1d3d36">
<title>${title}</title>
<meta name="description" content="${page.description}">
<meta property="og:site_name" content="Pottering">
<meta property="og:type" content="${page.kind}">
<meta property="og:title" content="${page.title}">
<meta property="og:description" content="${page.description}">
<meta property="og:url" content="${scene.url.origin}${scene.url.pathname}">
${page.image === undefined ? '' : html`<meta property="og:image" content="${scene.url.origin}${base}${page.image}">`}
${(page.meta ?? []).map(([property, content]) => html`<meta property="${property}" content="${content}">\n`)}
<link rel="canonical" href="${scene.url.origin}${scene.url.pathname}">
<link rel="icon" type="image/svg+xml" href="${base}/assets/icon.svg">
<link rel="stylesheet" href="${base}/assets/shop.css?${version}">
<script type="module" src="${base}/assets/shop.js?${version}" blocking="render"></script>
<script async src="${scene.scriptUrl}" data-write-key="${scene.writeKey}" data-anonymous-id="${visitor.anonymousId}"></script>
${(page.structured ?? []).map((data) => html`<script type="application/ld+json">${raw(embedJson(data))}</script>\n`)}
</head>
<body>
<a class="skip" href="#main">To the goods</a>
<div class="shop">
${masthead(scene, page)}
<main id="main" tabindex="-1">${page.main}</main>
${colophon(scene)}
</div>
${panel(scene)}
<p class="toast" role="status" hidden></p>
<script type="application/json" id="page-instructions">${raw(embedJson(page.instructions ?? []))}</script>
</body>
</html>`;
}

function masthead({ base, visitor, url }: Scene, page: Page): Html {
  const count = cartCount(visitor.cart);
  const current = (department: string) => (page.department === department ? raw(' aria-current="true"') : '');
  return html`<header class="masthead">
<a class="mark" href="${base === '' ? '/' : base}">${logo()}<span>Pottering</span></a>
<nav class="departments" aria-label="Departments">
${categoryTree().map(({ slug, name }) => html`<a href="${base}/c/${slug}"${current(slug)}>${name}</a>`)}
<a href="${base}/journal"${current('journal')}>Journal</a>
</nav>
<form class="search" role="search" action="${base}/search" method="get">
<label class="unseen" for="q">Search the shop</label>
<input id="q" name="q" type="search" placeholder="Search" autocomplete="off" value="${url.searchParams.get('q') ?? ''}">
<button aria-label="Search"><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5.5"/><path d="m13 13 4 4"/></svg></button>
</form>
<div class="tools">
<button type="button" class="tool theme" data-theme-switch hidden><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="6.5"/><path class="half" d="M10 3.5a6.5 6.5 0 0 1 0 13z"/></svg><span class="unseen">Light or dark</span></button>
${
  visitor.person === undefined
    ? html`<a class="tool" href="${base}/login">Log in</a>`
    : html`<a class="tool" href="${base}/login">${visitor.person.name.split(' ')[0]}</a>`
}
<a class="tool basket" href="${base}/cart">Basket<span class="count" data-cart-count${count === 0 ? raw(' hidden') : ''}>${count}</span></a>
</div>
</header>`;
}

function colophon({ base }: Scene): Html {
  return html`<footer class="colophon">
<p><strong>Pottering</strong> does not exist. It is the demo shop of Likeness, and a customer of it like any other: one script tag, and the panel beside you reads back what it learned. Nothing here is for sale, nothing leaves this machine.</p>
<ul>
${categoryTree().map(({ slug, name }) => html`<li><a href="${base}/c/${slug}">${name}</a></li>`)}
<li><a href="${base}/journal">Journal</a></li>
<li><a href="${base}/login">Log in</a></li>
</ul>
</footer>`;
}
