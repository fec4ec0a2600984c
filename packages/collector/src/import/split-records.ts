import { err, type Issue, issue, ok, type Result } from '@likeness/core';

/** A place between two records of a file; both count from 0. */
export interface FilePlace {
  /** Bytes before it, after inflating. */
  readonly byte: number;
  /** Line ends before it. */
  readonly line: number;
}

/** One record of a file: a line, or in CSV as many lines as its quotes span. */
export interface FileRecord {
  /** Without its line end; an issue when it is broken, and `raw` is its beginning then. */
  readonly text: Result<string, { readonly issue: Issue; readonly raw: string }>;
  /** Where it begins. */
  readonly start: FilePlace;
  /** Where the next one begins. */
  readonly end: FilePlace;
}

/** How records end: at every line end, or (RFC 4180) at every line end outside of quotes. */
export type RecordFormat = 'ndjson' | 'csv';

/** Bytes of one record; a longer one is broken, so memory stays bounded whatever the file holds. */
export const recordLimitBytes = 1_048_576;

/** Characters of a broken record that are kept. */
const shownLength = 1_000;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
const comma = 0x2c;

/**
 * Splits a stream of bytes into records, with the exact place of each; empty lines are left out.
 *
 * A quoted CSV field that is not closed within {@link recordLimitBytes} is the mistake of one line: that line is
 * broken, and reading goes on at the next one. What is a record depends on the bytes alone, not on how they are cut
 * into chunks. `from` is where the stream begins in the file.
 */
export async function* splitRecords(
  chunks: AsyncIterable<Buffer>,
  format: RecordFormat,
  from: FilePlace = { byte: 0, line: 0 },
): AsyncGenerator<FileRecord> {
  // Excel writes one at the beginning of UTF-8.
  const byteOrderMark = Buffer.of(0xef, 0xbb, 0xbf);
  let place = from;
  let rest: Buffer = Buffer.alloc(0);
  // Chunks wait until they are as long as what they continue: a long record is not copied at every chunk.
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  // A line longer than the limit whose end is still to come.
  let overlong: { readonly start: FilePlace; readonly raw: string } | undefined;

  function* take(isLast: boolean): Generator<FileRecord> {
    const bytes =
      rest.length === 0 && waiting.length === 1 ? (waiting[0] ?? rest) : Buffer.concat([rest, ...waiting]);
    waiting = [];
    waitingBytes = 0;
    let at = 0;
    if (place.byte === 0 && bytes.subarray(0, 3).equals(byteOrderMark)) {
      at = 3;
      place = { byte: 3, line: 0 };
    }
    while (at < bytes.length) {
      const found =
        overlong === undefined ? findEnd(bytes, at, format, isLast) : findLineEnd(bytes, at, isLast);
      const end =
        found ?? (bytes.length - at > recordLimitBytes || overlong !== undefined ? bytes.length : undefined);
      if (end === undefined) break;
      const start = place;
      place = placeAfter(bytes, at, typeof end === 'number' ? end : end.at, place);
      if (typeof end === 'number') {
        overlong ??= { start, raw: bytes.toString('utf8', at, at + shownLength) };
        at = end;
        continue;
      }
      if (overlong !== undefined) {
        yield { start: overlong.start, end: place, text: tooLong(overlong.raw) };
        overlong = undefined;
      } else {
        const text = textOf(bytes, at, end);
        if (!text.ok || text.value !== '') yield { start, end: place, text };
      }
      at = end.at;
    }
    rest = bytes.subarray(at);
  }

  for await (const chunk of chunks) {
    waiting.push(chunk);
    waitingBytes += chunk.length;
    if (rest.length + waitingBytes < byteOrderMark.length) continue;
    if (waitingBytes >= rest.length || rest.length + waitingBytes > recordLimitBytes) yield* take(false);
  }
  yield* take(true);
  if (overlong !== undefined) yield { start: overlong.start, end: place, text: tooLong(overlong.raw) };
}

/** Where a record ends: `at` is the first byte of the next one. */
interface RecordEnd {
  readonly at: number;
  readonly broken?: 'too-long' | 'open-quote';
}

/** The end of the record that begins at `from`; `undefined` when more bytes are needed to tell. */
function findEnd(bytes: Buffer, from: number, format: RecordFormat, isLast: boolean): RecordEnd | undefined {
  const line = findLineEnd(bytes, from, isLast);
  if (line === undefined) return undefined;
  const length = (end: number): number => end - from;
  if (format === 'ndjson' || !bytes.subarray(from, line.at).includes(quote)) {
    return length(line.at) > recordLimitBytes ? { ...line, broken: 'too-long' } : line;
  }
  const quoted = findUnquotedLineEnd(bytes, from);
  const end = quoted.at ?? (isLast && !quoted.isOpen ? bytes.length : undefined);
  if (end !== undefined && length(end) <= recordLimitBytes) return { at: end };
  return isLast || length(bytes.length) > recordLimitBytes ? { ...line, broken: 'open-quote' } : undefined;
}

/** The last line of a file may lack its end. */
function findLineEnd(bytes: Buffer, from: number, isLast: boolean): RecordEnd | undefined {
  const end = bytes.indexOf(lineFeed, from);
  return end >= 0 ? { at: end + 1 } : isLast ? { at: bytes.length } : undefined;
}

/** A quote opens a field only where a field begins; inside, two quotes stand for one. */
function findUnquotedLineEnd(
  bytes: Buffer,
  from: number,
): { readonly at: number | undefined; readonly isOpen: boolean } {
  let isOpen = false;
  let isFieldStart = true;
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i];
    if (isOpen) {
      if (byte !== quote) continue;
      if (bytes[i + 1] === quote) i++;
      else isOpen = false;
    } else if (byte === lineFeed) return { at: i + 1, isOpen };
    else {
      if (byte === quote && isFieldStart) isOpen = true;
      isFieldStart = byte === comma;
    }
  }
  return { at: undefined, isOpen };
}

function placeAfter(bytes: Buffer, from: number, to: number, { byte, line }: FilePlace): FilePlace {
  let lines = 0;
  for (let at = bytes.indexOf(lineFeed, from); at >= 0 && at < to; at = bytes.indexOf(lineFeed, at + 1))
    lines++;
  return { byte: byte + to - from, line: line + lines };
}

function textOf(bytes: Buffer, from: number, end: RecordEnd): FileRecord['text'] {
  let to = end.at;
  if (bytes[to - 1] === lineFeed) to--;
  if (to > from && bytes[to - 1] === carriageReturn) to--;
  if (end.broken === undefined) return ok(bytes.toString('utf8', from, to));
  const raw = bytes.toString('utf8', from, Math.min(to, from + shownLength));
  if (end.broken === 'too-long') return tooLong(raw);
  const expected = `a quoted field that is closed within ${recordLimitBytes} bytes`;
  return err({ issue: issue('too-long', ['row'], expected, raw), raw });
}

function tooLong(raw: string): FileRecord['text'] {
  return err({
    issue: issue('too-long', ['row'], `a row of at most ${recordLimitBytes} bytes`, raw),
    raw,
  });
}
