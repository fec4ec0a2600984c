/** Takes e-mail addresses and numbers of nine and more digits (cards, phones, accounts) out of a text or query string. */
export function redact(text: string): string {
  return text
    .replace(/[^\s&=?/]+(@|%40)[^\s&=?/]+/gi, '[email]')
    .replace(/\d(?:(?:[ +-]|%20)?\d){8,}/g, '[number]');
}
