import type { IncomingMessage, ServerResponse } from 'node:http';
import { type EventType, err, type Result } from '@likeness/core';
import { type Problem, problemAnswer } from '../http/problem.ts';
import { ingestPaths } from './ingest-paths.ts';
import { bodyLimitBytes, inflateBody, tooLargeBody } from './read-body.ts';
import { type IngestDeps, receiveBatch } from './receive-batch.ts';

/** Answers a request if it is one for ingest; answers whether it is. */
export type DirectBatchRoute = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Serves the ingest endpoints without Hono, whose requests and answers cost as much as everything else that is done for a
 * single event. What it answers is what `batch-route.ts` answers; any other request is left to the app.
 */
export function createDirectBatchRoute(
  deps: IngestDeps & {
    /** Told of errors that nobody expected, before they are answered. */
    readonly onError: (error: unknown) => void;
  },
): DirectBatchRoute {
  const types = new Map<string, EventType | undefined>(
    Object.entries(ingestPaths).map(([path, type]) => [`/v1/${path}`, type]),
  );
  return (request, response) => {
    const { url = '' } = request;
    // A request with a query, a beacon's, is rare.
    if (request.method !== 'POST' || !types.has(url)) return false;
    void serve(deps, request, types.get(url)).then(
      ({ status, text, retryAfterS }) => {
        response.writeHead(status, [
          'Content-Type',
          'application/json',
          'Access-Control-Allow-Origin',
          '*',
          'Content-Length',
          String(Buffer.byteLength(text)),
          ...(retryAfterS === undefined ? [] : ['Retry-After', String(retryAfterS)]),
        ]);
        // As a text, it leaves with its head in one piece.
        response.end(text);
      },
      // The sender is gone, and hears nothing either way.
      () => response.destroy(),
    );
    return true;
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterS: number | undefined;
}

async function serve(
  deps: Parameters<typeof createDirectBatchRoute>[0],
  request: IncomingMessage,
  type: EventType | undefined,
): Promise<Answer> {
  try {
    const received = await receiveBatch(
      deps,
      {
        header: (name) => {
          const value = request.headers[name];
          return Array.isArray(value) ? value.join(', ') : value;
        },
        writeKey: () => undefined,
        body: async () => await readRequest(request),
      },
      type,
    );
    if (!received.ok) return problemAnswer(received.error);
    const { accepted, duplicate, quarantined } = received.value;
    const text = `{"success":true,"accepted":${accepted},"duplicate":${duplicate},"quarantined":${quarantined}}`;
    return { status: 200, text, retryAfterS: undefined };
  } catch (error) {
    if (request.destroyed && !request.complete) throw error;
    deps.onError(error);
    return problemAnswer({
      code: 'unavailable',
      message: 'Something failed on our side and was logged: try again.',
    });
  }
}

function readRequest(request: IncomingMessage): Promise<Result<Buffer, Problem>> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimitBytes)
    return Promise.resolve(err(tooLargeBody));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bodyLimitBytes) chunks.push(chunk);
      else resolve(err(tooLargeBody));
    });
    request.on('end', () => {
      const [first] = chunks;
      resolve(inflateBody(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks)));
    });
    request.on('error', reject);
    request.on('aborted', () => reject(new Error('the sender went away')));
  });
}
