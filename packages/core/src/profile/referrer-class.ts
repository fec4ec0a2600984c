/** From where a visit came, coarsely. */
export type ReferrerClass = 'paid' | 'search' | 'social' | 'mail' | 'internal' | 'link' | 'direct';

/** What an arrival says about where it came from. */
export interface Arrival {
  /** UTM source and medium. */
  readonly source?: string;
  readonly medium?: string;
  /** Host of the page that linked here. */
  readonly referrer?: string;
  /** Host of the page that was entered. */
  readonly host?: string;
  /** Whether the address carried the click id of an advertisement network. */
  readonly hasClickId?: boolean;
}

/**
 * Classifies an arrival: what the link's maker stated (click id, UTM) goes before what the browser says (referrer).
 *
 * `link` is any other page; `internal` the site itself, when a visit goes on after a pause; `direct` no trace at all.
 */
export function referrerClass(arrival: Arrival): ReferrerClass {
  const medium = arrival.medium?.toLowerCase() ?? '';
  const source = arrival.source?.toLowerCase() ?? '';
  if (arrival.hasClickId === true || paidMedium.test(medium)) return 'paid';
  if (mailName.test(medium) || mailName.test(source)) return 'mail';
  if (/social/.test(medium) || socialHost.test(source)) return 'social';
  if (medium === 'organic') return 'search';
  const { referrer } = arrival;
  if (referrer === undefined) return source === '' ? 'direct' : 'link';
  if (referrer === arrival.host) return 'internal';
  if (mailHost.test(referrer)) return 'mail';
  if (searchHost.test(referrer)) return 'search';
  return socialHost.test(referrer) ? 'social' : 'link';
}

/** Google Analytics' default channel grouping: paid media. */
const paidMedium = /^(?:cpc|ppc|cpm|cpv|cpa|paid.*|.*[-_]?ads?|display|banner|retargeting|affiliates?)$/;
const mailName = /e[-_ ]?mail|newsletter/;
const mailHost = /^(?:mail|webmail|outlook|deref-mail)\.|\.mail\./;
const searchHost =
  /(?:^|\.)(?:google|bing|duckduckgo|baidu|yandex|ecosia|naver|daum|sogou|so|qwant|startpage|seznam|yahoo|brave)\.(?:[a-z]{2,3})(?:\.[a-z]{2})?$|(?:^|\.)perplexity\.ai$/;
const socialHost =
  /(?:^|\.)(?:facebook|instagram|twitter|x|t|linkedin|lnkd|pinterest|reddit|tiktok|youtube|youtu|snapchat|threads|mastodon|bsky|weibo|zhihu|xiaohongshu|vk|telegram|whatsapp|discord|tumblr|quora)(?:$|\.(?:com|co|net|ru|org|social|in|it|be|me|cn|app|gg)$)/;
