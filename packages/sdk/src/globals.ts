import type { Likeness } from './likeness.ts';

/** What the inline stub leaves on `window.likeness` until the script has loaded. */
export interface LikenessStub {
  /** Calls so far: method and arguments. Gone once the script is at work. */
  q?: readonly (readonly [method: keyof Likeness, parameters: readonly unknown[]])[] | undefined;
}

declare global {
  interface Document {
    /** https://wicg.github.io/nav-speculation/prerendering.html */
    readonly prerendering?: boolean;
  }
  interface Navigator {
    /** https://w3c.github.io/gpc/ */
    readonly globalPrivacyControl?: boolean;
  }
  interface Window {
    likeness?: LikenessStub & Partial<Likeness>;
  }
}
