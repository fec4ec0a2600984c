import type { Activity } from './profile-message.ts';

/** An event in words for the visitor: what they did, and to what. */
export interface EventWords {
  readonly verb: string;
  readonly object: string;
}

/** Bookkeeping of the SDK that would crowd out what the visitor did; it is counted all the same. */
const bookkeeping: readonly string[] = [
  'Page Left',
  'Web Vitals Measured',
  'Scroll Depth Reached',
  'Form Started',
  'Form Submitted',
  'Form Abandoned',
];

/** Whether the visitor would say that they did it. */
export function isWorthTelling({ name }: Activity): boolean {
  return name === null || !bookkeeping.includes(name);
}

/** Puts an event into words; an unknown one keeps its own name. */
export function describeEvent(activity: Activity): EventWords {
  const properties = activity.properties ?? {};
  const text = (key: string): string => {
    const value = properties[key];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  };
  if (activity.type === 'page')
    return { verb: 'Opened', object: pageName(text('title'), properties.metadata) };
  if (activity.type === 'identify') return { verb: 'Logged in', object: '' };
  switch (activity.name) {
    case 'Product List Viewed':
      return { verb: 'Browsed', object: lastOf(text('category')) };
    case 'Product Viewed':
      return { verb: 'Looked at', object: text('name') };
    case 'Product Added':
      return { verb: 'Put in basket', object: text('name') };
    case 'Product Removed':
      return { verb: 'Took out', object: text('name') };
    case 'Products Searched':
      return { verb: 'Searched', object: `“${text('query')}”` };
    case 'Cart Viewed':
      return { verb: 'Looked into', object: 'the basket' };
    case 'Checkout Started':
      return { verb: 'Went to', object: 'the till' };
    case 'Order Completed':
      return { verb: 'Bought', object: `for ${text('currency')} ${text('total')}` };
    case 'Element Clicked':
      return { verb: 'Clicked', object: text('text') || text('tag') };
    case 'Page Scrolled':
      return { verb: 'Scrolled', object: percent(properties.depth) };
    default:
      return { verb: activity.name ?? activity.type, object: text('name') };
  }
}

function lastOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}

function percent(value: unknown): string {
  return typeof value === 'number' ? `${Math.round(value * 100)}% down` : '';
}

/** A page by its own title, without the shop's; stored events may have only what the page said about itself. */
function pageName(title: string, metadata: unknown): string {
  if (title !== '') return title.split(' · ')[0] ?? title;
  const named =
    typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : undefined;
  return typeof named === 'string' ? named : 'a page';
}
