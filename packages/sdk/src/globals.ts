import type { Likeness } from './likeness-api.ts';
import type { OnDevice } from './on-device/offer-profile.ts';

/** What the inline stub leaves on `window.likeness` until the script has loaded. */
export interface LikenessStub {
  /** Calls so far: method and arguments. */
  q?:
    | readonly (readonly [method: keyof Likeness | keyof OnDevice, parameters: readonly unknown[]])[]
    | undefined;
  /** The script is at work. */
  loaded?: boolean;
}

declare global {
  interface Navigator {
    /** https://w3c.github.io/gpc/ */
    readonly globalPrivacyControl?: boolean;
  }
  interface Window {
    /** https://whatpr.org/fetch/1647.html#fetch-later-method; Chromium 135 and later. */
    readonly fetchLater?: (
      url: string,
      request: RequestInit & { readonly activateAfter: number },
    ) => { readonly activated: boolean };
    /** https://tc39.es/proposal-temporal/; Firefox 139, Chromium 144 and later. */
    readonly Temporal?: { readonly Now: { timeZoneId(): string } };
    likeness?: LikenessStub & Partial<Likeness & OnDevice>;
  }
}
