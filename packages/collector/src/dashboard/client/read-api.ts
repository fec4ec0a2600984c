import type { Connection } from './connection.ts';
import { readEventStream } from './read-event-stream.ts';

/** The collector's read API, with the operator's key. */
export interface ReadApi {
  /** Reads JSON; `undefined` when there is none at the path, or the key was refused (then `onRefused` was called). */
  readonly get: <T>(path: string) => Promise<T | undefined>;
  /** Follows a stream, coming back whenever it breaks, until the answered function is called. */
  readonly follow: (path: string, onMessage: (event: string, data: unknown) => void) => () => void;
}

/** What {@link createReadApi} needs. */
export interface ReadApiOptions {
  /** Path of the API: `/v1`. */
  readonly base: string;
  readonly key: string;
  readonly onState: (state: Connection) => void;
  /** The key is wrong; with the reason, in words for the operator. */
  readonly onRefused: (message: string) => void;
}

const firstRetryMs = 500;
const longestRetryMs = 10_000;

/** Creates the API's client. */
export function createReadApi({ base, key, onState, onRefused }: ReadApiOptions): ReadApi {
  const request = async (path: string, signal?: AbortSignal): Promise<Response | undefined> => {
    const response = await fetch(`${base}${path}`, {
      headers: { authorization: `Bearer ${key}` },
      cache: 'no-store',
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.status !== 401 && response.status !== 403) return response;
    onRefused(
      key.startsWith('wk_')
        ? 'That is the public write key. The dashboard reads, so it needs the secret key, which begins with sk_.'
        : 'The collector does not know this key, or it was revoked. Secret keys begin with sk_; `likeness keys` makes new ones.',
    );
    return undefined;
  };

  return {
    get: async <T>(path: string) => {
      const response = await request(path);
      // Our own collector answers what messages.ts says.
      return response?.ok === true ? ((await response.json()) as T) : undefined;
    },
    follow: (path, onMessage) => {
      const stop = new AbortController();
      void followUntil(stop.signal, path, onMessage);
      return () => stop.abort();
    },
  };

  async function followUntil(
    signal: AbortSignal,
    path: string,
    onMessage: (event: string, data: unknown) => void,
  ): Promise<void> {
    let retryMs = firstRetryMs;
    while (!signal.aborted) {
      onState('connecting');
      try {
        const response = await request(path, signal);
        if (response === undefined) return;
        if (response.ok && response.body !== null) {
          onState('live');
          retryMs = firstRetryMs;
          for await (const { event, data } of readEventStream(response.body))
            onMessage(event, JSON.parse(data));
        }
      } catch (error) {
        // A broken connection is what the loop is for; anything else should be seen.
        if (!signal.aborted && !(error instanceof TypeError)) console.error(error);
      }
      if (signal.aborted) return;
      onState('broken');
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
