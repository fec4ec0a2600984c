import {
  createEssentialFold,
  type EssentialMeasure,
  matchesRule,
  readEssentialMeasure,
  readyMadeRules,
} from '@likeness/core';
import type { ProfileEngine } from './profile-engine.ts';

/** Creates the engine of what tags, counts and the ready-made segments are made of; cutting searches into words is loaded at the first one. */
export function createEssentialEngine(): ProfileEngine {
  const rules = Object.entries(readyMadeRules());
  let segmentWords: ((text: string) => readonly string[]) | undefined;
  return {
    fold: createEssentialFold({
      segmentWords: (text) => segmentWords?.(text) ?? [],
      // The zone of events that this browser recorded is its own: the engine knows its clock without `Intl`.
      localTime(_, at) {
        const clock = new Date(at);
        return { hour: clock.getHours(), weekday: clock.getDay() };
      },
    }),
    segmentsOf: (profile, now) =>
      rules
        .filter(([, rule]) =>
          // The ready-made rules ask for nothing else.
          matchesRule(rule, (measure) => readEssentialMeasure(measure as EssentialMeasure, profile, now)),
        )
        .map(([name]) => name),
    lacks: (event) => !segmentWords && event.type === 'track' && event.event === 'Products Searched',
    async load() {
      ({ segmentWords } = await import('./search-words.ts')
        // Blocked or offline: this page's searches are known as a whole, and not by word.
        .catch(() => ({ segmentWords: () => [] })));
    },
  };
}
