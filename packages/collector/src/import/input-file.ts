import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A file to import, known by its content. */
export interface InputFile {
  /** Its name without folders; `stdin` for standard input. */
  readonly name: string;
  /** Size as stored. */
  readonly bytes: number;
  /** MD5 of the content as stored, hexadecimal. */
  readonly digest: string;
  /** Reads it, inflated when it is gzip, from a byte of the inflated content on. */
  readonly read: (fromByte: number) => AsyncIterable<Buffer>;
  /** Bytes as stored that were read by the last `read`, for progress. */
  readonly bytesRead: () => number;
  /** Deletes what was stored of standard input. */
  readonly close: () => Promise<void>;
}

/** The name that stands for standard input. */
export const standardInput = '-';

/**
 * Opens a file, or standard input, which is first written to a temporary file: only what can be read again can be
 * resumed. Gzip is recognised by its first two bytes. Throws what the file system says.
 */
export async function openInputFile(path: string, stdin: () => Readable): Promise<InputFile> {
  if (path !== standardInput) return await openFile(path, basename(path), async () => undefined);
  const folder = await mkdtemp(join(tmpdir(), 'likeness-import-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const spooled = join(folder, 'stdin');
    const file = await open(spooled, 'w', 0o600);
    try {
      await file.writeFile(stdin());
    } finally {
      await file.close();
    }
    return await openFile(spooled, 'stdin', remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function openFile(path: string, name: string, close: () => Promise<void>): Promise<InputFile> {
  const md5 = createHash('md5');
  let bytes = 0;
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
    // A stream without an encoding yields Buffers.
    const read = chunk as Buffer;
    if (head.length < 2) head = Buffer.concat([head, read.subarray(0, 2)]);
    md5.update(read);
    bytes += read.length;
  }
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  let bytesRead = (): number => 0;
  return {
    name,
    bytes,
    digest: md5.digest('hex'),
    read: (fromByte) => {
      const raw = createReadStream(path, isGzip ? {} : { start: fromByte });
      bytesRead = () => raw.bytesRead + (isGzip ? 0 : fromByte);
      return isGzip ? inflateFrom(raw, fromByte) : raw;
    },
    bytesRead: () => bytesRead(),
    close,
  };
}

/** Gzip cannot be entered in the middle: it is inflated from the start, and what was read before is left out. */
async function* inflateFrom(raw: Readable, fromByte: number): AsyncGenerator<Buffer> {
  const inflated = createGunzip();
  raw.on('error', (error) => inflated.destroy(error));
  raw.pipe(inflated);
  let at = 0;
  try {
    for await (const chunk of inflated) {
      // A stream without an encoding yields Buffers.
      const bytes = chunk as Buffer;
      const skip = Math.max(0, fromByte - at);
      at += bytes.length;
      if (skip < bytes.length) yield skip === 0 ? bytes : bytes.subarray(skip);
    }
  } finally {
    raw.destroy();
  }
}
