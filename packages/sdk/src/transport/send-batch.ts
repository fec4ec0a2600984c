/** What became of a request. */
export interface SendOutcome {
  /** Accepted, or refused for good; otherwise it is to be sent again. */
  readonly done: boolean;
  /** How long the collector asked to wait, ms; 0 when it did not. */
  readonly retryAfterMs: number;
}

/** Answers of a collector that is busy or broken; every other 4xx means that sending again is useless. */
const again = /^(408|425|429|5..)$/;

/** Compresses with the browser's own gzip, off the main thread; answers the bytes as they are where there is none. */
export async function gzip(plain: Blob): Promise<Blob> {
  return self.CompressionStream
    ? new Response(plain.stream().pipeThrough(new CompressionStream('gzip'))).blob()
    : plain;
}

/**
 * Posts a body as a CORS-simple request. Never rejects: no network answers "send again".
 *
 * The answer's body is read, since an unread one keeps its request's share of the 64 KiB keepalive quota.
 */
export async function sendBatch(url: string, body: Blob, keepalive: boolean): Promise<SendOutcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      keepalive,
      credentials: 'omit',
      headers: { 'content-type': 'text/plain' },
      signal: AbortSignal.timeout(15_000),
    });
    await response.text();
    return {
      done: !again.test(`${response.status}`),
      retryAfterMs: Number(response.headers.get('retry-after')) * 1000 || 0,
    };
  } catch {
    // No network, a connection cut, a timeout: all mean the same, the events are kept.
    return { done: false, retryAfterMs: 0 };
  }
}
