import type { ActivityMessage } from './messages.ts';

/** A whole number with separators: `12,345`; a great one shortly: `1.2M`. */
export function countWords(count: number): string {
  return count < 1_000_000
    ? Math.round(count).toLocaleString('en')
    : count.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 });
}

/** Money in its currency; a code that is none is written as given. */
export function moneyWords(amount: number, currency: string): string {
  try {
    return amount.toLocaleString('en', { style: 'currency', currency });
  } catch {
    // Intl throws on what is not a currency code; events may carry anything.
    return `${amount.toFixed(2)} ${currency}`;
  }
}

/** How long ago a moment was: `now`, `12 s`, `3 min`, `2 h`, `4 d`. */
export function agoWords(iso: string | null, now: number): string {
  if (iso === null) return 'never';
  const seconds = (now - Date.parse(iso)) / 1000;
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** A duration: `42 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** A trait's value on one line. */
export function valueWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What happened: the event's own name, or its type. */
export function nameWords({ type, name }: ActivityMessage): string {
  if (type === 'page') return name === null || name === '' ? 'Page Viewed' : name;
  return name === null || name === '' ? type.charAt(0).toUpperCase() + type.slice(1) : name;
}

/** An id for people to read: a long random one is cut to its beginning. */
export function idWords(id: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(id) ? `visitor ${id.slice(0, 8)}` : id;
}

const telling = ['query', 'name', 'title', 'category', 'order_id', 'text', 'path', 'url', 'form', 'email'];

/** The one property that says most about an event; empty when there is none. */
export function detailWords({ properties }: ActivityMessage): string {
  for (const key of telling) {
    const value = properties?.[key];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  const metadata = properties?.metadata;
  if (typeof metadata === 'object' && metadata !== null && 'name' in metadata) return String(metadata.name);
  const depth = properties?.depth;
  const visibleMs = properties?.visibleMs;
  const lcp = properties?.lcp;
  return [
    typeof depth === 'number' ? `${Math.round(depth * 100)}% down` : '',
    typeof lcp === 'number' ? `largest paint after ${Math.round(lcp)} ms` : '',
    typeof visibleMs === 'number' ? `after ${durationWords(visibleMs)}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
