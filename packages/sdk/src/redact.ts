/** Takes e-mail addresses and numbers of nine and more digits (cards, phones, accounts) out of a text or query string. */
export function redact(text: string): string {
  return text.replace(/[^\s&=?/]+(@|%40)[^\s&=?/]+/g, '[email]').replace(/(\d([ +-]|%20)?){9,}/g, '[number]');
}
