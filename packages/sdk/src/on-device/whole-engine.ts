import {
  compileRules,
  foldEvents,
  matchesSegment,
  readyMadeSegments,
  type SegmentDefinition,
} from '@likeness/core';
import type { ProfileEngine } from './profile-engine.ts';

/** Creates the engine of everything that the collector folds, and of any segments. */
export function createWholeEngine(
  definitions: readonly SegmentDefinition[] = readyMadeSegments(),
): ProfileEngine {
  const foldRules = compileRules();
  const rules = new Map(definitions.map(({ name, rule }) => [name, rule]));
  return {
    fold: (profile, events) => foldEvents(profile, events, foldRules),
    segmentsOf: (profile, now) =>
      [...rules].filter(([, rule]) => matchesSegment(rule, profile, { now, rules })).map(([name]) => name),
    lacks: () => false,
    load: async () => undefined,
  };
}
