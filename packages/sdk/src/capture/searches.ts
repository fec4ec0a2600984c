import type { FullSite } from '../site.ts';
import { innermost } from './clicks.ts';

const queryLimit = 128;
const defaultParameters = 'q query search s keyword keywords term';

/** Captures searches: a query parameter of the address, a submitted search form, a search box left with Enter. */
export function captureSearches({ on, emit, wants, options, redact, onView }: FullSite): void {
  // A list, or a text as the script tag gives it: both read as one text.
  const named = String(options.searchParameters ?? defaultParameters).split(/[\s,]+/);
  let last = '';
  const search = (text: string | null | undefined): void => {
    const query = redact(text ?? '')
      .trim()
      .replace(/\s+/g, ' ')
      .slice(0, queryLimit);
    // The form of a search and the address it leads to are one search.
    if (!query || query === last || !wants('searches')) return;
    last = query;
    const marked = document.querySelector('[data-likeness-results]')?.getAttribute('data-likeness-results');
    emit('Products Searched', { query, results: marked ? Number(marked) : undefined });
  };
  const fromAddress = (): void => {
    const parameters = new URLSearchParams(location.search);
    const query = named.map((name) => parameters.get(name)).find(Boolean);
    if (query) search(query);
    else last = '';
  };
  const box =
    'input[type=search],[role=searchbox],[role=search] input:not([type=hidden]):not([type=password])';

  on(window, 'submit', (event) => {
    const form = innermost(event);
    if (!(form instanceof HTMLFormElement)) return;
    const input = form.querySelector<HTMLInputElement>(box);
    // A form that leads to an address with the query in it is captured there.
    const leads = form.method === 'get' && named.includes(input?.name ?? '');
    if (input && (!leads || event.defaultPrevented)) search(input.value);
  });
  on(window, 'keydown', (event) => {
    const input = innermost(event);
    // Registered for keydown, which has this type.
    const { key } = event as KeyboardEvent;
    if (key === 'Enter' && input instanceof HTMLInputElement && !input.form && input.matches(box))
      search(input.value);
  });
  onView.push(() => setTimeout(fromAddress));
  fromAddress();
}
