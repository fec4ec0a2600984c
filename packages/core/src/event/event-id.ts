import type { EventId } from './event.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MAX_TIME = 2 ** 48 - 1;

/** Whether a text is a UUIDv7 in canonical lower case (RFC 9562 §5.7). */
export function isUuidV7(text: string): text is EventId {
  return text.length === 36 && text[14] === '7' && UUID.test(text);
}

/** The time in a UUIDv7's leading 48 bits, epoch ms. */
export function eventIdTime(id: EventId): number {
  // By hand: it is asked for every event, and a slice and its sum cost ten times as much.
  let time = 0;
  for (let i = 0; i < 13; i++) {
    if (i === 8) continue;
    const code = id.charCodeAt(i);
    // 0–9 are 48–57, a–f are 97–102.
    time = time * 16 + (code <= 57 ? code - 48 : code - 87);
  }
  return time;
}

/**
 * Lays out a UUIDv7 from a time and hexadecimal digits.
 *
 * `at` is epoch ms, clamped to 0 … 2^48 − 1; `hex` holds at least 19 hexadecimal digits in lower case, which fill the
 * 74 bits behind the time (two bits of the first variant digit are overwritten).
 */
export function layOutEventId(at: number, hex: string): EventId {
  const time = Math.min(Math.max(0, Math.floor(at)), MAX_TIME)
    .toString(16)
    .padStart(12, '0');
  const variant = ((Number.parseInt(hex[3] ?? '0', 16) & 3) | 8).toString(16);
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
  // layOutEventId is what defines the brand: the text above has the layout by construction.
  return id as EventId;
}

/**
 * Creates a source of UUIDv7s that are strictly increasing within one source.
 *
 * The 74 bits behind the time are one random block drawn when the source is made and a counter: no random call
 * per id. `random` answers 0 ≤ x < 1 and is called a few times at creation only; two sources collide in the same
 * millisecond with probability 2^-58 and only if their counters match as well.
 */
export function createEventIdSource(random: () => number): (now: number) => EventId {
  let block = '';
  for (let i = 0; i < 15; i++) block += Math.floor(random() * 16).toString(16);
  let lastAt = -1;
  let counter = 0;
  return (now) => {
    // A clock that stands still or steps back keeps the last time and counts on, so ids never repeat.
    if (now > lastAt) {
      lastAt = now;
      counter = 0;
    } else if (++counter > 0xfff) {
      lastAt++;
      counter = 0;
    }
    return layOutEventId(lastAt, counter.toString(16).padStart(3, '0') + block + (block[0] ?? '0'));
  };
}
