import { type Category, slugOf } from '../catalogue/categories.ts';
import type { Product } from '../catalogue/product.ts';
import type { JsonObject } from '../events/instruction.ts';
import type { Article } from '../journal/article.ts';

/** Addresses for structured data: turns a path under the base into an absolute address. */
export type Absolute = (path: string) => string;

/** schema.org Product with one Offer. */
export function productData(product: Product, absolute: Absolute): JsonObject {
  const url = absolute(`/p/${product.id}`);
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.name,
    sku: product.sku,
    description: product.line,
    image: absolute(`/pictures/${product.id}.svg`),
    url,
    brand: { '@type': 'Brand', name: product.brand },
    category: product.category,
    keywords: product.tags.join(', '),
    offers: {
      '@type': 'Offer',
      url,
      price: product.price.toFixed(2),
      priceCurrency: 'EUR',
      availability: 'https://schema.org/InStock',
      itemCondition: 'https://schema.org/NewCondition',
    },
  };
}

/** schema.org BreadcrumbList: the shop, then the categories; the page itself is last when it has a name of its own. */
export function breadcrumbData(trail: readonly Crumb[], absolute: Absolute): JsonObject {
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: trail.map((crumb, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name: crumb.name,
      item: absolute(crumb.path),
    })),
  };
}

/** One step of the way to a page; `path` is under the base. */
export interface Crumb {
  readonly name: string;
  readonly path: string;
}

/** The way to a category. */
export function categoryTrail(categories: readonly Category[]): readonly Crumb[] {
  return [home, ...categories.map((category) => ({ name: category.name, path: `/c/${category.slug}` }))];
}

/** The way to a product's page. */
export function productTrail(product: Product): readonly Crumb[] {
  const names = product.category.split('/');
  const categories = names.map((name, index) => ({
    name,
    path: `/c/${slugOf(names.slice(0, index + 1).join('/'))}`,
  }));
  return [home, ...categories, { name: product.name, path: `/p/${product.id}` }];
}

/** schema.org CollectionPage of a list of products. */
export function listData(category: Category, products: readonly Product[], absolute: Absolute): JsonObject {
  return {
    '@context': 'https://schema.org',
    '@type': 'CollectionPage',
    name: category.name,
    description: category.line,
    url: absolute(`/c/${category.slug}`),
    mainEntity: {
      '@type': 'ItemList',
      numberOfItems: products.length,
      itemListElement: products.map((product, index) => ({
        '@type': 'ListItem',
        position: index + 1,
        name: product.name,
        url: absolute(`/p/${product.id}`),
      })),
    },
  };
}

/** schema.org Article with author and keywords. */
export function articleData(article: Article, absolute: Absolute): JsonObject {
  return {
    '@context': 'https://schema.org',
    '@type': 'Article',
    headline: article.title,
    description: article.line,
    author: { '@type': 'Person', name: article.author },
    datePublished: article.published,
    articleSection: article.section,
    keywords: article.keywords.join(', '),
    url: absolute(`/journal/${article.id}`),
    publisher: { '@type': 'Organization', name: 'Pottering' },
  };
}

/** schema.org WebSite with its search. */
export function siteData(absolute: Absolute): JsonObject {
  return {
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name: 'Pottering',
    url: absolute(''),
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${absolute('/search')}?q={search_term_string}` },
      'query-input': 'required name=search_term_string',
    },
  };
}

const home: Crumb = { name: 'Home', path: '' };
