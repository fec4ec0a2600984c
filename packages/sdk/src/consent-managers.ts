import type { Purposes } from './likeness-api.ts';

/** How often, and how many times, a consent manager that is not there yet is looked for. */
const lookMs = 500;
const looks = 120;

/** The part of IAB TCF v2.3's answer that is read. */
interface TcData {
  readonly eventStatus?: string;
  readonly gdprApplies?: boolean;
  readonly purpose?: { readonly consents?: Readonly<Record<string, boolean | undefined>> };
}

/** https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework, CMP API v2 */
type TcfApi = (
  command: 'addEventListener',
  version: 2,
  callback: (data: TcData | null, isSuccess: boolean) => void,
) => void;

/** What consent managers leave on the page. */
export interface ManagedWindow {
  readonly __tcfapi?: TcfApi;
  dataLayer?: unknown[];
}

/** Follows a page's consent manager: calls `choose` with each choice that the visitor makes or made before. */
export function followConsentManager(
  name: string | undefined,
  page: ManagedWindow,
  choose: (choice: Purposes | 'granted') => void,
): void {
  if (name === 'tcf') followTcf(page, choose, looks);
  if (name === 'google') followGoogle(page, choose);
}

/**
 * IAB TCF v2.3. Measurement needs purposes 1 (store on the device) and 8 (measure content); personalisation 1, 5 and 6
 * (create and use profiles for content). Where the GDPR does not apply, everything is allowed.
 */
function followTcf(page: ManagedWindow, choose: (choice: Purposes | 'granted') => void, left: number): void {
  const { __tcfapi } = page;
  if (!__tcfapi) {
    if (left > 0) setTimeout(() => followTcf(page, choose, left - 1), lookMs);
    return;
  }
  __tcfapi('addEventListener', 2, (data, isSuccess) => {
    if (!isSuccess || !data) return;
    if (data.gdprApplies === false) choose('granted');
    // While the dialogue is shown, what it holds is not yet a choice.
    else if (data.eventStatus === 'tcloaded' || data.eventStatus === 'useractioncomplete') {
      const { consents = {} } = data.purpose ?? {};
      const has = (...purposes: readonly number[]): boolean =>
        purposes.every((one) => consents[one] === true);
      choose({ measurement: has(1, 8), personalisation: has(1, 5, 6) });
    }
  });
}

/**
 * Google consent mode: `gtag('consent', 'default' | 'update', { analytics_storage, personalization_storage })`, as it passes
 * through `dataLayer`. A default that denies is no choice yet; a refusal in an update is one.
 */
function followGoogle(page: ManagedWindow, choose: (choice: Purposes) => void): void {
  page.dataLayer ??= [];
  const layer = page.dataLayer;
  const state = new Map<string, unknown>();
  const look = (item: unknown): void => {
    // gtag pushes its own arguments: an object that can be read like a list.
    const [command, action, choices] = Array.from((item ?? []) as ArrayLike<unknown>);
    if (command !== 'consent' || typeof choices !== 'object' || choices === null) return;
    if ('region' in choices) return;
    for (const [key, value] of Object.entries(choices)) state.set(key, value);
    const measurement = state.get('analytics_storage') === 'granted';
    if (action === 'update' || measurement)
      choose({ measurement, personalisation: state.get('personalization_storage') === 'granted' });
  };
  layer.forEach(look);
  const push = layer.push.bind(layer);
  layer.push = (...items) => {
    const length = push(...items);
    items.forEach(look);
    return length;
  };
}
