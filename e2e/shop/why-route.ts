import type { LiveRelay } from './live-route.ts';

/** What a visitor may ask about: their own tags and segments. */
const askable = /^(?:tag|segment):[^\0]{1,200}$/su;

/**
 * Why something in one visitor's profile is what it is, as the collector explains it; asked for with the secret key,
 * which never leaves the server.
 */
export async function relayExplanation(
  relay: LiveRelay,
  asked: { readonly anonymousId: string; readonly what: string; readonly signal: AbortSignal },
): Promise<Response> {
  if (!askable.test(asked.what)) return new Response('Ask about a tag or a segment.', { status: 400 });
  const id = encodeURIComponent(`anonymous_id:${asked.anonymousId}`);
  const answer = await relay.fetchCollector(
    new Request(`${relay.collectorOrigin}/v1/profiles/${id}/explain?what=${encodeURIComponent(asked.what)}`, {
      headers: { authorization: `Bearer ${relay.secretKey}` },
      signal: asked.signal,
    }),
  );
  if (!answer.ok) {
    await answer.body?.cancel();
    return new Response('There is no explanation right now.', { status: answer.status === 404 ? 404 : 503 });
  }
  return new Response(answer.body, {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}
