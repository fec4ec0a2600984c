import { type LikenessEvent, layOutEventId, parseEvent } from '@likeness/core';

/** Draws a whole number from 0 up to, not including, `most`. */
export type Draw = (most: number) => number;

/** Park and Miller's generator: the same households in every run. */
export function createDraw(seed: number): Draw {
  let state = seed;
  return (most) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
}

/** When the events of a household happen. */
export interface Span {
  readonly from: number;
  readonly minutes: number;
}

/**
 * Random events of one household: up to three devices, up to three users, log-ins, anonymous events, aliases, in any
 * order. `firstEvent` numbers them, so that all households have different event ids.
 */
export function makeHousehold(
  draw: Draw,
  household: {
    readonly name: string;
    readonly firstEvent: number;
    readonly events: number;
    readonly span: Span;
  },
): readonly LikenessEvent[] {
  const { name, firstEvent, events, span } = household;
  return Array.from({ length: events }, (_, i): LikenessEvent => {
    const device = draw(4);
    const user = draw(3);
    const isKnown = draw(5) < 2 || device === 3;
    const at = span.from + draw(span.minutes) * 60_000;
    const isAlias = isKnown && draw(12) === 0;
    const parsed = parseEvent({
      ...(isAlias
        ? { type: 'alias', previousId: draw(2) === 0 ? `d${draw(3)}-${name}` : `u${draw(3)}-${name}` }
        : isKnown && draw(2) === 0
          ? { type: 'identify', traits: { [`t${draw(3)}`]: i } }
          : { type: 'track', event: 'Product Viewed', properties: { category: `c${draw(4)}` } }),
      ...(device === 3 ? {} : { anonymousId: `d${device}-${name}` }),
      ...(isKnown ? { userId: `u${user}-${name}` } : {}),
    });
    if (!parsed.ok) throw new Error('the test event is not valid');
    const digits = (firstEvent + i).toString(16).padStart(19, '0');
    return { ...parsed.value, eventId: layOutEventId(at, digits), occurredAt: at };
  });
}

/** Shuffled, and one event in eight sent again later. */
export function shuffleWithRetries<T>(draw: Draw, items: readonly T[]): readonly T[] {
  const sent = items.flatMap((item) => (draw(8) === 0 ? [item, item] : [item]));
  for (let i = sent.length - 1; i > 0; i--) {
    const j = draw(i + 1);
    const [a, b] = [sent[i], sent[j]];
    if (a !== undefined && b !== undefined) [sent[i], sent[j]] = [b, a];
  }
  return sent;
}
