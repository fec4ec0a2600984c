import { err, type Issue, issue } from '@likeness/core';
import { type FilePlace, type FileRecord, recordLimitBytes } from './split-records.ts';

const quote = 0x22;
const backslash = 0x5c;
const lineFeed = 0x0a;

/** Bytes between two elements: white space, the comma, and the brackets of the array itself. */
const between = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c, 0x5b, 0x5d]);

/** Characters of a broken record that are kept. */
const shownLength = 1_000;

/** How far the element under way was read. */
interface Scan {
  /** The next byte to look at. */
  at: number;
  depth: number;
  isInText: boolean;
  isEscaped: boolean;
}

/**
 * Splits a stream of bytes, a JSON array, into its elements, with the exact place of each; what an element is, the
 * reader of rows says. Reading can begin again at the end of any record. An element longer than `recordLimitBytes`, or
 * one that the file breaks off, is broken.
 */
export async function* splitJsonArray(
  chunks: AsyncIterable<Buffer>,
  from: FilePlace = { byte: 0, line: 0 },
): AsyncGenerator<FileRecord> {
  let place = from;
  let bytes: Buffer = Buffer.alloc(0);
  let scan: Scan | undefined;
  // Of an element that is too long only the beginning is kept.
  let overlong: { readonly start: FilePlace; readonly raw: string } | undefined;

  const pass = (to: number): void => {
    place = placeAfter(place, bytes.subarray(0, to));
    bytes = bytes.subarray(to);
  };
  function* take(): Generator<FileRecord> {
    for (;;) {
      if (scan === undefined) {
        const begin = bytes.findIndex((byte) => !between.has(byte));
        pass(begin < 0 ? bytes.length : begin);
        if (begin < 0) return;
        scan = { at: 0, depth: 0, isInText: false, isEscaped: false };
      }
      const end = findEnd(bytes, scan);
      if (end === undefined) {
        if (overlong !== undefined || bytes.length > recordLimitBytes) {
          overlong ??= { start: place, raw: bytes.toString('utf8', 0, shownLength) };
          pass(bytes.length);
          scan.at = 0;
        }
        return;
      }
      if (end > recordLimitBytes) overlong ??= { start: place, raw: bytes.toString('utf8', 0, shownLength) };
      const start = overlong?.start ?? place;
      const text: FileRecord['text'] =
        overlong === undefined
          ? { ok: true, value: bytes.toString('utf8', 0, end).trimEnd() }
          : broken('too-long', `an element of at most ${recordLimitBytes} bytes`, overlong.raw);
      pass(end);
      scan = undefined;
      overlong = undefined;
      yield { text, start, end: place };
    }
  }

  for await (const chunk of chunks) {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    yield* take();
  }
  if (scan === undefined) return;
  const start = overlong?.start ?? place;
  const raw = overlong?.raw ?? bytes.toString('utf8', 0, shownLength);
  pass(bytes.length);
  yield { text: broken('type', 'an element that the file does not break off', raw), start, end: place };
}

/** Where the element ends that `scan` is in, exclusive; `undefined` when more bytes are needed. */
function findEnd(bytes: Buffer, scan: Scan): number | undefined {
  for (; scan.at < bytes.length; scan.at++) {
    const byte = bytes[scan.at];
    if (scan.isInText) {
      if (scan.isEscaped) scan.isEscaped = false;
      else if (byte === backslash) scan.isEscaped = true;
      else if (byte === quote) scan.isInText = false;
    } else if (byte === quote) scan.isInText = true;
    else if (byte === 0x7b || byte === 0x5b) scan.depth++;
    else if (byte === 0x7d || byte === 0x5d) {
      // The bracket that ends the array ends a number before it.
      if (scan.depth === 0) return scan.at;
      scan.depth--;
      if (scan.depth === 0) return scan.at + 1;
    } else if (byte === 0x2c && scan.depth === 0) return scan.at;
  }
  return undefined;
}

function placeAfter({ byte, line }: FilePlace, passed: Buffer): FilePlace {
  let lines = 0;
  for (let at = passed.indexOf(lineFeed); at >= 0; at = passed.indexOf(lineFeed, at + 1)) lines++;
  return { byte: byte + passed.length, line: line + lines };
}

function broken(code: Issue['code'], expected: string, raw: string): FileRecord['text'] {
  return err({ issue: issue(code, ['row'], expected, raw), raw });
}
