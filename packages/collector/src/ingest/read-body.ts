import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { err, eventLimits, type JsonLimits, ok, type Result } from '@likeness/core';
import type { Problem } from '../http/problem.ts';

/** Bytes of a request's body, before and after it is inflated. */
export const bodyLimitBytes = 4 * 1024 * 1024;

const inflate = promisify(gunzip);

/**
 * Reads the text of a request, in UTF-8, whatever its headers say: clients send it compressed without saying so. Gzip is
 * recognised by its first two bytes.
 */
export async function readBody(request: Request): Promise<Result<Buffer, Problem>> {
  const bytes = await readBytes(request);
  return bytes.ok ? await inflateBody(bytes.value) : bytes;
}

/** The text in the bytes of a body, see {@link readBody}. */
export async function inflateBody(bytes: Buffer): Promise<Result<Buffer, Problem>> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return ok(bytes);
  try {
    return ok(await inflate(bytes, { maxOutputLength: bodyLimitBytes }));
  } catch (error) {
    if (error instanceof RangeError) return err(tooLargeBody);
    return err({ code: 'bad-json', message: 'The body begins like gzip but cannot be inflated.' });
  }
}

/** The JSON of a body, whatever its content type says: many clients say `text/plain`. */
export function parseBody(text: Buffer): Result<unknown, Problem> {
  try {
    return ok(JSON.parse(text.toString('utf8')));
  } catch {
    // JSON.parse's own message quotes the input, which may be personal.
    return err({ code: 'bad-json', message: 'The body is no JSON: send an object, plain or as gzip.' });
  }
}

/**
 * The limits for the events of a body, with what its bytes say at a glance: without an escape it holds no character that
 * Postgres cannot store, because reading UTF-8 makes no lone surrogates and JSON allows no bare NUL.
 */
export function limitsOf(text: Buffer): JsonLimits {
  return text.includes('\\u') ? eventLimits : storableLimits;
}

const storableLimits: JsonLimits = { ...eventLimits, strings: 'storable' };

/** A body beyond {@link bodyLimitBytes}. */
export const tooLargeBody: Problem = {
  code: 'too-large',
  message: `The body is larger than ${bodyLimitBytes} bytes: send smaller batches.`,
};

async function readBytes(request: Request): Promise<Result<Buffer, Problem>> {
  const declared = request.headers.get('content-length');
  if (Number(declared ?? 0) > bodyLimitBytes) return err(tooLargeBody);
  // HTTP itself keeps a body to the length it declared. Read whole, it never becomes a web stream, which costs more than
  // its JSON.
  if (declared !== null) {
    const bytes = Buffer.from(await request.arrayBuffer());
    return bytes.length > bodyLimitBytes ? err(tooLargeBody) : ok(bytes);
  }
  if (request.body === null) return ok(Buffer.alloc(0));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > bodyLimitBytes) return err(tooLargeBody);
    chunks.push(chunk);
  }
  return ok(Buffer.concat(chunks));
}
