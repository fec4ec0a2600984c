/** How long a request may take before it counts as failed. */
const timeoutMs = 15_000;

/** Where requests go, and what is left of the page's quota of keepalive requests, bytes. */
export interface Line {
  readonly url: string;
  room: number;
}

/** What makes a request with bytes in it CORS-simple. */
export const plainText = { 'content-type': 'text/plain' } as const;

/**
 * Posts a body as `text/plain`; answers the response, read to its end, or
 * rejects when there is no network or no answer in time.
 *
 * Requests that fit into what is left of the page's keepalive quota outlive the page.
 */
export async function post(line: Line, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  const bytes = body.length < line.room ? body.length : 0;
  line.room -= bytes;
  try {
    const response = await fetch(line.url, {
      method: 'POST',
      body,
      headers: plainText,
      keepalive: bytes > 0,
      signal: AbortSignal.timeout(timeoutMs),
    });
    // An unread answer keeps its request's share of the quota.
    await response.text();
    return response;
  } finally {
    line.room += bytes;
  }
}
