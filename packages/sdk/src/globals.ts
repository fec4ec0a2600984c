import type { Likeness } from './likeness.ts';

/** What the inline stub leaves on `window.likeness` until the script has loaded: calls, as method and arguments. */
export interface LikenessStub {
  readonly q?: readonly (readonly [method: keyof Likeness, parameters: readonly unknown[]])[] | undefined;
}

declare global {
  interface Navigator {
    /** https://w3c.github.io/gpc/ */
    readonly globalPrivacyControl?: boolean;
  }
  interface Window {
    likeness?: Likeness & LikenessStub;
  }
}
