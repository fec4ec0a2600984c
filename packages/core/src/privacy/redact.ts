/**
 * Letters as they occur in addresses; other scripts are left out, so that Chinese text right before an address
 * survives.
 */
const EMAIL =
  /[a-z0-9\u00c0-\u024f._%+'-]{1,64}(?:@|%40)[a-z0-9\u00c0-\u024f-]{1,63}(?:\.[a-z0-9\u00c0-\u024f-]{1,63})+/gi;
/** Digits of any script in a row, with the separators people put into telephone, card and account numbers. */
const NUMBER = /[+(]{0,2}\p{Nd}(?:[ .\-()/\u00a0]{0,2}\p{Nd})+/gu;
const DATE = /^\(?(?:(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d{2})\b/;
/** Nobody's price or year has this many digits; telephone numbers have more. */
const LONG = 7;
/**
 * With separators inside, a few short numbers side by side ("12 345 67") are more likely than a telephone number.
 */
const LONG_SEPARATED = 9;

/**
 * Replaces what could identify a person in free text, such as searches, page titles and messages, before it is
 * stored: e-mail addresses by `[email]`, runs of 7 and more digits (9 and more with separators inside; dates stay)
 * by `[number]`. Lengths and places of everything else are kept. It reads patterns, not meaning: names and street
 * addresses pass.
 *
 * @example
 * redactText('mail ann@example.com or +41 79 123 45 67, order 1234'); // 'mail [email] or [number], order 1234'
 */
export function redactText(text: string): string {
  return text.replace(EMAIL, '[email]').replace(NUMBER, redactNumber);
}

function redactNumber(found: string): string {
  const date = DATE.exec(found)?.[0] ?? '';
  const rest = found.slice(date.length);
  const digits = rest.replace(/\P{Nd}/gu, '');
  const least = digits.length === rest.replace(/^[+(]+/, '').trim().length ? LONG : LONG_SEPARATED;
  if ([...digits].length < least) return found;
  return date === '' ? '[number]' : `${date} [number]`;
}
