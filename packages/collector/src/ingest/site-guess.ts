/** Guesses which site a request is for, before its body, which mostly holds the key, was read. A hint, never the truth. */
export interface SiteGuess {
  /** The number of the site, or 0 where nothing is known. */
  readonly guess: (header: (name: string) => string | undefined) => number;
  /** Takes in whose a request turned out to be. */
  readonly learn: (header: (name: string) => string | undefined, siteId: number) => void;
}

/** Senders remembered; when full, all are forgotten. About 150 B each. */
const rememberedSenders = 10_000;

/**
 * Creates the guess: a site's pages are told by their `Origin`, its servers by their `Authorization`. What sent for two
 * sites is none's.
 */
export function createSiteGuess(): SiteGuess {
  const sites = new Map<string, number>();
  const nameOf = (header: (name: string) => string | undefined): string | undefined => {
    const name = header('authorization') ?? header('origin');
    return name === undefined || name.length > 512 ? undefined : name;
  };
  return {
    guess: (header) => {
      const name = nameOf(header);
      return (name === undefined ? undefined : sites.get(name)) ?? 0;
    },
    learn: (header, siteId) => {
      const name = nameOf(header);
      if (name === undefined) return;
      const known = sites.get(name);
      if (known === siteId || known === 0) return;
      if (sites.size >= rememberedSenders) sites.clear();
      sites.set(name, known === undefined ? siteId : 0);
    },
  };
}
