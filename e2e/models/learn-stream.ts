import {
  compileRules,
  createMatrixFactorisation,
  createPropensityModel,
  createSequenceMixer,
  emptyProfile,
  foldEvents,
  layOutEventId,
  parseEvent,
} from '@likeness/core';

/** Feeds one fixed stream to the fold and to models; answers predictions, every state and the profile. */
export function learnStream(): {
  readonly predictions: unknown;
  readonly states: unknown;
  readonly profile: unknown;
} {
  let seed = 7;
  const random = (most: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % most;
  };
  const propensity = createPropensityModel();
  const sequence = createSequenceMixer({ symbols: 6 });
  const rating = createMatrixFactorisation();
  const states = { propensity: propensity.create(), sequence: sequence.create(), rating: rating.create() };
  const predictions: number[] = [];
  let past: number[] = [];
  const start = Date.UTC(2026, 0, 1);
  const events = [];
  for (let i = 0; i < 400; i++) {
    const features = {
      seconds: random(10_000) / 7,
      pages: random(30),
      source: `s${random(5)}`,
      known: random(2) === 0,
    };
    predictions.push(propensity.predictOne(states.propensity, features));
    propensity.learnOne(states.propensity, features, features.pages > 15 === random(5) > 0);
    const next = random(6);
    predictions.push(...sequence.predictOne(states.sequence, past));
    sequence.learnOne(states.sequence, past, next);
    past = [...past, next].slice(-8);
    const pair = { user: `u${random(20)}`, item: `i${random(30)}` };
    predictions.push(rating.predictOne(states.rating, pair));
    rating.learnOne(states.rating, pair, 1 + random(5));
    const parsed = parseEvent({
      type: 'track',
      event: ['Product Viewed', 'Product Added', 'Products Searched'][random(3)],
      anonymousId: 'a',
      properties: {
        category: `Home/Room ${random(9)}`,
        price: random(9_999) / 100,
        query: `blue mug ${random(4)}`,
      },
    });
    const at = start + random(90 * 86_400) * 1_000;
    if (parsed.ok) {
      const eventId = layOutEventId(at, i.toString(16).padStart(19, '0'));
      events.push({ ...parsed.value, eventId, occurredAt: at });
    }
  }
  const profile = foldEvents(emptyProfile(), events, compileRules());
  return { predictions, states, profile };
}
