/** The types of Postgres that the hot path sends, as their fixed object ids. */
export const typeOids = {
  int4: 23,
  int8: 20,
  text: 25,
  float4: 700,
  jsonb: 3802,
  timestamptz: 1184,
  int4Array: 1007,
  int8Array: 1016,
  float4Array: 1021,
  textArray: 1009,
  timestamptzArray: 1185,
} as const;

/**
 * Writes values in Postgres' binary format, each with its length before it, into one growing buffer.
 *
 * The same form serves the fields of a binary `COPY` and the parameters of a `Bind` message.
 */
export interface WireWriter {
  /** A bare 16-bit or 32-bit integer, or bytes of a text and a zero: parts of messages. */
  readonly rawInt16: (value: number) => void;
  readonly rawInt32: (value: number) => void;
  readonly rawText: (text: string) => void;
  readonly rawBytes: (bytes: Uint8Array) => void;
  readonly null: () => void;
  readonly int2: (value: number | undefined) => void;
  readonly int4: (value: number | undefined) => void;
  /** A whole number up to 2^53, or the decimal text of any 64-bit integer. */
  readonly int8: (value: number | string | undefined) => void;
  /** The usual text form of a UUID. */
  readonly uuid: (text: string) => void;
  /** Epoch ms; fractions are kept to the microsecond. */
  readonly timestamptz: (at: number | undefined) => void;
  readonly text: (text: string | undefined) => void;
  /** JSON text. */
  readonly jsonb: (json: string | undefined) => void;
  readonly array: <T>(elementOid: number, items: readonly T[], write: (item: T) => void) => void;
  /** Arrays of numbers, or a part of them, as `array` writes them, for a tenth of its cost: most of a profile is such arrays. */
  readonly int4Array: (items: ArrayLike<number>, from?: number, length?: number) => void;
  readonly int8Array: (items: ArrayLike<number>, from?: number, length?: number) => void;
  readonly float4Array: (items: ArrayLike<number>, from?: number, length?: number) => void;
  /** Writes one protocol message: its type, its length, and what `body` writes. */
  readonly message: (type: string, body?: () => void) => void;
  /** What was written since the last `reset`; valid until then. */
  readonly bytes: () => Buffer;
  readonly reset: () => void;
}

/** Milliseconds from 1970 to 2000, where Postgres counts from. */
const postgresEpochMs = 946_684_800_000;
const twoTo32 = 2 ** 32;
/** A buffer that grew beyond this for one large batch is given back. */
const keptBytes = 4 * 1024 * 1024;

/** Creates a writer. */
export function createWireWriter(initialBytes = 256 * 1024): WireWriter {
  let buffer: Buffer = Buffer.allocUnsafeSlow(initialBytes);
  let view: DataView = new DataView(buffer.buffer);
  let end = 0;

  function use(next: Buffer): void {
    buffer = next;
    // What allocUnsafeSlow gives has an ArrayBuffer of its own.
    view = new DataView(next.buffer);
  }

  /** Makes room and answers where to write; `buffer` may be another one afterwards. */
  function take(bytes: number): number {
    const from = end;
    end += bytes;
    if (end > buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(end, buffer.length * 2));
      buffer.copy(grown, 0, 0, from);
      use(grown);
    }
    return from;
  }
  function rawInt32(value: number): void {
    const from = take(4);
    view.setInt32(from, value);
  }
  function rawInt16(value: number): void {
    const from = take(2);
    view.setInt16(from, value);
  }
  /** UTF-8 without length; answers the number of bytes. */
  function utf8(text: string): number {
    const from = take(text.length * 3);
    const written = buffer.write(text, from, 'utf8');
    end = from + written;
    return written;
  }
  function none(): void {
    rawInt32(-1);
  }
  /** The head of an array, and room for its elements and their sizes; answers where the first one goes. */
  function takeArray(elementOid: number, length: number, elementBytes = 4): number {
    const head = length === 0 ? 12 : 20;
    const body = (4 + elementBytes) * length;
    const from = take(4 + head + body);
    view.setInt32(from, head + body);
    view.setInt32(from + 4, length === 0 ? 0 : 1);
    view.setInt32(from + 8, 0);
    view.setInt32(from + 12, elementOid);
    if (length === 0) return from + 16;
    view.setInt32(from + 16, length);
    view.setInt32(from + 20, 1);
    return from + 24;
  }
  function int64(value: number): void {
    const from = take(12);
    const high = Math.floor(value / twoTo32);
    view.setInt32(from, 8);
    view.setInt32(from + 4, high);
    view.setUint32(from + 8, value - high * twoTo32);
  }
  // The rows of a request mostly have the same two or three keys, as the very same texts.
  const keys = ['', '', '', ''];
  const numbers = [0n, 0n, 0n, 0n];
  let nextKey = 0;
  function readKey(text: string): bigint {
    const known = keys.indexOf(text);
    if (known !== -1) return numbers[known] ?? 0n;
    const number = BigInt(text);
    keys[nextKey] = text;
    numbers[nextKey] = number;
    nextKey = (nextKey + 1) % keys.length;
    return number;
  }
  function sized(write: () => void): void {
    const from = take(4);
    write();
    view.setInt32(from, end - from - 4);
  }

  return {
    rawInt16,
    rawInt32,
    rawText: (text) => {
      utf8(text);
      const from = take(1);
      buffer[from] = 0;
    },
    rawBytes: (bytes) => {
      const from = take(bytes.length);
      buffer.set(bytes, from);
    },
    null: none,
    int2: (value) => {
      if (value === undefined) return none();
      rawInt32(2);
      rawInt16(value);
    },
    int4: (value) => {
      if (value === undefined) return none();
      const from = take(8);
      view.setInt32(from, 4);
      view.setInt32(from + 4, value);
    },
    int8: (value) => {
      if (value === undefined) return none();
      if (typeof value === 'number') return int64(value);
      const from = take(12);
      view.setInt32(from, 8);
      view.setBigInt64(from + 4, readKey(value));
    },
    uuid: (text) => {
      const from = take(20);
      view.setInt32(from, 16);
      let at = from + 4;
      for (let i = 0; i < 36; i += 2) {
        if (i === 8 || i === 13 || i === 18 || i === 23) i++;
        buffer[at++] = (hexDigit(text.charCodeAt(i)) << 4) | hexDigit(text.charCodeAt(i + 1));
      }
    },
    timestamptz: (at) => {
      if (at === undefined) return none();
      int64(Math.round((at - postgresEpochMs) * 1_000));
    },
    text: (text) => {
      if (text === undefined) return none();
      sized(() => utf8(text));
    },
    jsonb: (json) => {
      if (json === undefined) return none();
      const from = take(5);
      // The version of jsonb's binary format.
      buffer[from + 4] = 1;
      const bytes = utf8(json);
      view.setInt32(from, bytes + 1);
    },
    array: (elementOid, items, write) => {
      sized(() => {
        rawInt32(items.length === 0 ? 0 : 1);
        rawInt32(0);
        rawInt32(elementOid);
        if (items.length === 0) return;
        rawInt32(items.length);
        rawInt32(1);
        for (const item of items) write(item);
      });
    },
    int4Array: (items, from = 0, length = items.length - from) => {
      let at = takeArray(typeOids.int4, length);
      for (let i = from; i < from + length; i++, at += 8) {
        view.setInt32(at, 4);
        view.setInt32(at + 4, items[i] ?? 0);
      }
    },
    int8Array: (items, from = 0, length = items.length - from) => {
      let at = takeArray(typeOids.int8, length, 8);
      for (let i = from; i < from + length; i++, at += 12) {
        const value = items[i] ?? 0;
        const high = Math.floor(value / twoTo32);
        view.setInt32(at, 8);
        view.setInt32(at + 4, high);
        view.setUint32(at + 8, value - high * twoTo32);
      }
    },
    float4Array: (items, from = 0, length = items.length - from) => {
      let at = takeArray(typeOids.float4, length);
      for (let i = from; i < from + length; i++, at += 8) {
        view.setInt32(at, 4);
        view.setFloat32(at + 4, items[i] ?? 0);
      }
    },
    message: (type, body) => {
      const from = take(5);
      buffer[from] = type.charCodeAt(0);
      body?.();
      view.setInt32(from + 1, end - from - 1);
    },
    bytes: () => buffer.subarray(0, end),
    reset: () => {
      end = 0;
      if (buffer.length > keptBytes) use(Buffer.allocUnsafeSlow(initialBytes));
    },
  };
}

function hexDigit(code: number): number {
  // 0–9 are 48–57, a–f are 97–102, A–F are 65–70.
  return code <= 57 ? code - 48 : (code & 0x5f) - 55;
}
