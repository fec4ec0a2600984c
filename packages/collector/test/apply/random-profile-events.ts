import { createEventIdSource, type LikenessEvent, parseEvent } from '@likeness/core';
import fc from 'fast-check';

const start = Date.UTC(2026, 10, 22);
const newId = createEventIdSource(() => 0.5);

/** Events of one user in any order, with names that are hard on objects; `values` are the categories they draw from. */
export function profileEvents(
  values: readonly string[],
  lengths: { readonly minLength: number; readonly maxLength: number },
): fc.Arbitrary<readonly LikenessEvent[]> {
  const drawn = fc.record({
    minutesAgo: fc.integer({ min: 0, max: 600_000 }),
    category: fc.constantFrom(...values),
    type: fc.constantFrom(
      'Product Viewed',
      'Product Added',
      'Product Removed',
      'Order Completed',
      'User Followed',
    ),
  });
  return fc.array(drawn, lengths).map((all) =>
    all.map(({ minutesAgo, category, type }): LikenessEvent => {
      const occurredAt = start - minutesAgo * 60_000;
      const properties = { category, brand: 'Ida', price: 7, currency: 'EUR', user_id: 'u2', revenue: 7 };
      const parsed = parseEvent({ anonymousId: 'a', userId: 'u', type: 'track', event: type, properties });
      if (!parsed.ok) throw new Error('the test event is not valid');
      return { ...parsed.value, eventId: newId(occurredAt), occurredAt };
    }),
  );
}

/** Categories whose names are keys with a meaning of their own. */
export const awkwardValues = ['Mugs', 'Home > Mugs', '__proto__', 'constructor', '7'];
