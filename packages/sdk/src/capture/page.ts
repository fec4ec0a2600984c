import { redact } from '../redact.ts';

/** Where the visitor is: `context.page`, and the properties of a page event. */
export interface PageFacts {
  readonly path: string;
  readonly url: string;
  readonly title: string;
  readonly referrer: string;
  readonly search: string;
}

/** The page as it stands, without fragment (it may hold tokens) and with personal data taken out of its query. */
export function readPage(referrer: string): PageFacts {
  const { origin, pathname: path } = location;
  // Whose id a link carried is nobody else's business, and makes no other page.
  const search = redact(location.search.replace(/[?&]_lk=[^&]*$|_lk=[^&]*&|[?&]$/, ''));
  return { path, url: origin + path + search, title: document.title, referrer: redact(referrer), search };
}

/** The context that all events of a page view share, as JSON that still wants its last members and closing brace. */
export function pageContext(page: PageFacts): string {
  const { width, height } = screen;
  const { language, userAgent } = navigator;
  const context = {
    page,
    library: { name: '@likeness/sdk', version: '0.1.0' },
    locale: language,
    userAgent,
    screen: { width, height, density: devicePixelRatio },
    campaign: readCampaign(),
  };
  return JSON.stringify(context).slice(0, -1);
}

/** Campaign facts of the query string by Segment's names (`utm_campaign` is `name`), and click ids (`gclid` …). */
function readCampaign(): Readonly<Record<string, string>> {
  const campaign: Record<string, string> = {};
  const { search } = location;
  // The first use of a class costs a page its set-up.
  if (search)
    for (const [key, value] of new URLSearchParams(search)) {
      if (/^utm_|clid$/.test(key)) campaign[key.replace('utm_', '').replace('campaign', 'name')] = value;
    }
  return campaign;
}
