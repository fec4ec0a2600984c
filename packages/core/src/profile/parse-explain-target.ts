import { err, ok, type Result } from '../result.ts';
import { environmentFacts } from './environment.ts';
import type { ExplainTarget } from './explain-profile.ts';
import { eventKinds } from './rate.ts';
import { webVitals } from './web-vitals.ts';

/** One part of a target's text: which key it sets, and what it may be; an optional one ends in `?`. */
type Part = readonly [key: string, allowed: readonly (string | number)[] | 'text'];

/**
 * Parses what to explain: the measure and its keys joined by `:`, the last text as it stands.
 *
 * `tag:category:home/kitchen` (its weight; `tag.fast`, `tag.slow`, `tag.count`, `tag.share` for the others; `home/*` with
 * all below), `relevance:category:home/kitchen`, `count:Product Viewed`, `window:view:30`, `rate:view:week`, `value:revenue:EUR`, `engagement:bounce-rate`,
 * `psychographic:variety`, … The error says which form was expected.
 */
export function parseExplainTarget(text: string): Result<ExplainTarget, string> {
  const [head = '', ...given] = text.split(':');
  const [measure = '', read] = head.split('.');
  const parts = partsOf(measure);
  if (parts === undefined || (read !== undefined && measure !== 'tag'))
    return err(Object.keys(forms()).join(', '));
  const target: Record<string, string | number> = { measure, ...(read === undefined ? {} : { read }) };
  const form = [head, ...parts.map(([key]) => `<${key}>`)].join(':');
  if (read !== undefined && !tagReadings.includes(read)) return err(`tag.${tagReadings.join(', tag.')}`);
  for (const [i, [declared, allowed]] of parts.entries()) {
    const key = declared.replace('?', '');
    const isLast = i === parts.length - 1;
    const part = isLast ? given.slice(i).join(':') : given[i];
    if (part === undefined || part === '') {
      if (key === declared) return err(form);
      continue;
    }
    const value = allowed === 'text' ? part : allowed.find((choice) => String(choice) === part);
    if (value === undefined) return err(`${form} with <${key}> one of ${allowed}`);
    target[key] = value;
  }
  if (given.length > 0 && parts.length === 0) return err(form);
  if (measure === 'tag' && String(target.value).endsWith('/*')) {
    Object.assign(target, { scope: 'subtree', value: String(target.value).slice(0, -'/*'.length) });
  }
  // Every key that the table requires of this measure was read and checked above.
  return ok(target as unknown as ExplainTarget);
}

const tagReadings: readonly string[] = ['weight', 'fast', 'slow', 'share', 'rank', 'count'];

function partsOf(measure: string): readonly Part[] | undefined {
  const known: Readonly<Record<string, readonly Part[]>> = forms();
  return Object.hasOwn(known, measure) ? known[measure] : undefined;
}

function forms(): { readonly [K in Exclude<ExplainTarget['measure'], 'prediction'>]: readonly Part[] } {
  const kinds = [...eventKinds, 'all'];
  return {
    trait: [['name', 'text']],
    events: [],
    count: [['event', 'text']],
    window: [
      ['kind', kinds],
      ['days', [7, 30, 90]],
    ],
    rate: [
      ['kind', kinds],
      ['halfLife', ['hour', 'day', 'week', 'month']],
    ],
    tag: [
      ['family', 'text'],
      ['value', 'text'],
    ],
    relevance: [
      ['family', 'text'],
      ['value', 'text'],
    ],
    'days-since': [
      ['time', ['first', 'last']],
      ['event?', 'text'],
    ],
    value: [
      ['read', ['orders', 'items', 'refunds', 'revenue', 'refunded', 'average-order']],
      ['currency?', 'text'],
    ],
    rfm: [
      ['read', ['recency', 'frequency', 'monetary']],
      ['currency', 'text'],
    ],
    'lifetime-value': [['currency', 'text']],
    engagement: [
      [
        'read',
        [
          'visits',
          'page-views',
          'visible-minutes',
          'max-depth',
          'mean-depth',
          'pages-per-visit',
          'bounce-rate',
          'minutes-per-page',
          'click-through',
        ],
      ],
    ],
    placement: [['placement', 'text']],
    'web-vital': [['vital', webVitals]],
    channel: [
      ['touch', ['first', 'last']],
      ['read', ['kind', 'source', 'medium', 'campaign', 'term', 'content', 'referrer', 'landing']],
    ],
    environment: [['read', environmentFacts]],
    psychographic: [
      [
        'read',
        [
          'priceSensitivity',
          'discountShare',
          'pricePosition',
          'variety',
          'varietyChange',
          'viewsPerOrder',
          'deliberationMs',
          'sentiment',
        ],
      ],
    ],
    social: [['read', ['degree', 'out-degree', 'in-degree', 'reciprocity', 'interactions-per-day']]],
    tie: [['peer', 'text']],
  };
}
