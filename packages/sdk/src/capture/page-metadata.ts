import type { PageMetadata } from '@likeness/core';

/** Lists hold at most this many texts … */
const listLimit = 10;
/** … of at most this many characters. */
const textLimit = 128;
/** JSON-LD nodes looked at, at most: a page may carry a whole catalogue. */
const nodeLimit = 500;

/** The path under which the page wants to be known: its canonical link's, when that lies on the same origin. */
export function readCanonicalPath(): string | undefined {
  const link = document.querySelector<HTMLLinkElement>('link[rel=canonical]');
  return link?.href.startsWith(`${location.origin}/`) ? new URL(link.href).pathname : undefined;
}

/**
 * Reads what the page says about itself: schema.org JSON-LD of any nesting, OpenGraph, article and product meta tags,
 * keywords and breadcrumbs. Answers `undefined` when it says nothing.
 */
export function readPageMetadata(): PageMetadata | undefined {
  const lists: Record<string, Set<string>> = {};
  const single: Record<string, string | number> = {};
  const add = (list: string, value: unknown): void => {
    const text = textOf(value);
    lists[list] ??= new Set();
    if (text && lists[list].size < listLimit) lists[list].add(text);
  };
  const set = (field: string, value: unknown): void => {
    const text = textOf(value);
    if (text) single[field] ??= text;
  };
  const price = (value: unknown): void => {
    const amount = Number.parseFloat(String(value ?? ''));
    if (Number.isFinite(amount)) single.price ??= amount;
  };

  let nodes = 0;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || ++nodes > nodeLimit) return;
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    // A non-null, non-array object can be read by key; every field is checked before use.
    const node = value as Readonly<Record<string, unknown>>;
    const types = [node['@type']].flat();
    const is = (pattern: RegExp): boolean => types.some((type) => pattern.test(String(type)));
    if (is(/Breadcrumb/)) {
      const path = [node.itemListElement].flat().map((item) => {
        const { name, item: target } = (item ?? {}) as Readonly<Record<string, unknown>>;
        return textOf(name) || textOf(target);
      });
      add('categories', path.slice(isHome(path[0]) ? 1 : 0, -1).join('/') || undefined);
      return;
    }
    const offer = is(/Offer/);
    if (is(/^(Product|.*Article|.*Posting|Recipe|Movie|Book|Event|Course|VideoObject|Service|.*Group)$/)) {
      for (const type of types) add('types', type);
      set('name', node.name ?? node.headline);
      for (const brand of [node.brand].flat()) add('brands', brand);
      for (const author of [node.author].flat()) add('authors', author);
      for (const category of [node.category, node.articleSection].flat()) add('categories', category);
      for (const word of [node.keywords].flat())
        for (const one of String(word ?? '').split(',')) add('keywords', one);
      set('sku', node.sku ?? node.productID);
    }
    if (offer) {
      price(node.price ?? node.lowPrice);
      set('currency', node.priceCurrency);
    }
    // Reviews and recommendations speak of others than this page.
    for (const [key, child] of Object.entries(node))
      if (!/^(review|isRelatedTo|isSimilarTo)/.test(key)) visit(child);
  };
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    try {
      visit(JSON.parse(script.textContent));
    } catch {
      // Broken JSON-LD is common, and the page's own business.
    }
  }

  for (const meta of document.querySelectorAll('meta[content]')) {
    const key = meta.getAttribute('property') ?? meta.getAttribute('name') ?? '';
    const content = meta.getAttribute('content');
    if (key === 'og:type') add('types', content);
    else if (key === 'og:title') set('name', content);
    else if (key === 'article:tag') add('keywords', content);
    else if (key === 'keywords') for (const word of content?.split(',') ?? []) add('keywords', word);
    else if (/^(article:section|product:category)$/.test(key))
      add('categories', content?.replace(/ > /g, '/'));
    else if (/^(og|product):brand$/.test(key)) add('brands', content);
    else if (/^(article:)?author$/.test(key)) add('authors', content);
    else if (key === 'product:retailer_item_id') set('sku', content);
    else if (key === 'product:price:amount') price(content);
    else if (key === 'product:price:currency') set('currency', content);
  }

  const filled = Object.entries(lists).filter(([, list]) => list.size > 0);
  const metadata = { ...Object.fromEntries(filled.map(([name, list]) => [name, [...list]])), ...single };
  return Object.keys(metadata).length > 0 ? metadata : undefined;
}

function isHome(name: string | undefined): boolean {
  return /^(home|start|startseite|accueil|inicio)$/i.test(name ?? '');
}

/** A text, or the name of a schema.org thing; trimmed and bounded. */
function textOf(value: unknown): string {
  const text = typeof value === 'object' && value !== null && 'name' in value ? value.name : value;
  return typeof text === 'string' ? text.trim().replace(/\s+/g, ' ').slice(0, textLimit) : '';
}
