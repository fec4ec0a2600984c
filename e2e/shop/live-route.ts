/** What relaying a profile needs. */
export interface LiveRelay {
  readonly collectorOrigin: string;
  readonly secretKey: string;
  readonly fetchCollector: (request: Request) => Promise<Response> | Response;
}

/** How long a browser waits before it asks again when the collector had nothing to give. */
const retryMs = 2000;

/**
 * The collector's event stream of one visitor's profile, asked for with the secret key, which never leaves the server.
 * When the collector cannot answer, the browser is told to come back; an EventSource gives up on any other status.
 */
export async function relayLiveProfile(
  relay: LiveRelay,
  anonymousId: string,
  signal: AbortSignal,
): Promise<Response> {
  const id = encodeURIComponent(`anonymous_id:${anonymousId}`);
  const answer = await relay.fetchCollector(
    new Request(`${relay.collectorOrigin}/v1/profiles/${id}/live`, {
      headers: { authorization: `Bearer ${relay.secretKey}`, accept: 'text/event-stream' },
      signal,
    }),
  );
  const headers = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  };
  if (answer.ok && answer.body !== null) return new Response(answer.body, { headers });
  await answer.body?.cancel();
  return new Response(`retry: ${retryMs}\n\n`, { headers });
}
