/** The click id of an advertisement network in a page's address. */
export interface ClickId {
  /** Name of the parameter: `gclid`, `fbclid`, … */
  readonly name: string;
  readonly value: string;
}

/**
 * Parameters that advertisement networks add to links: Google, Microsoft, TikTok, LinkedIn, X, Pinterest, Snapchat,
 * Reddit, Yahoo, Yandex, DoubleClick. Meta adds `fbclid` to unpaid posts as well, so it alone says nothing of payment.
 */
const names =
  /[?&#](gclid|gbraid|wbraid|msclkid|ttclid|li_fat_id|twclid|epik|sccid|rdt_cid|yclid|ymclid|dclid|fbclid)=([^&#]{1,128})/;

/** The first click id in the query of an address, as sent; `undefined` when there is none. */
export function clickIdOf(search: string): ClickId | undefined {
  const found = names.exec(search);
  const [, name, value] = found ?? [];
  return name === undefined || value === undefined ? undefined : { name, value };
}

/** Whether a click id is proof of a paid click. */
export function isPaidClick(clickId: ClickId | undefined): boolean {
  return clickId !== undefined && clickId.name !== 'fbclid';
}
