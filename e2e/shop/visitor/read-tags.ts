import type { LiveRelay } from '../live-route.ts';

/** A tag of the visitor's profile, as far as the shop uses it. */
export interface VisitorTag {
  readonly family: string;
  readonly value: string;
  /** Decayed to now. */
  readonly weight: number;
}

/** Longest that a page waits for the profile; without it the page is simply the same for everyone. */
const patienceMs = 400;

/** What the visitor likes, as their profile says; empty when there is none yet or the collector does not answer in time. */
export async function readTags(relay: LiveRelay, anonymousId: string): Promise<readonly VisitorTag[]> {
  const id = encodeURIComponent(`anonymous_id:${anonymousId}`);
  try {
    const answer = await relay.fetchCollector(
      new Request(`${relay.collectorOrigin}/v1/profiles/${id}`, {
        headers: { authorization: `Bearer ${relay.secretKey}` },
        signal: AbortSignal.timeout(patienceMs),
      }),
    );
    if (!answer.ok) return [];
    // The collector's read API: a profile with its tags.
    const profile = (await answer.json()) as { readonly tags?: readonly VisitorTag[] };
    return profile.tags ?? [];
  } catch {
    // A shop window must not break because a service behind it is slow or away.
    return [];
  }
}
