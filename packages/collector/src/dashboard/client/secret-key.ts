const storageKey = 'likeness.secretKey';

/**
 * The operator's secret key: from the address's fragment (`#key=sk_…`), from which it is removed at once, or as kept
 * for this tab. A fragment is never sent to a server.
 */
export function takeKey(): string | undefined {
  const given = /^#key=(.+)$/.exec(location.hash)?.[1];
  if (given !== undefined) {
    keepKey(decodeURIComponent(given));
    history.replaceState(null, '', `${location.pathname}${location.search}#/`);
  }
  return sessionStorage.getItem(storageKey) ?? undefined;
}

/** Keeps the key until the tab is closed. */
export function keepKey(key: string): void {
  sessionStorage.setItem(storageKey, key.trim());
}

/** Forgets the key. */
export function forgetKey(): void {
  sessionStorage.removeItem(storageKey);
}
