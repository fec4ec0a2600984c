import type { LikenessEvent } from '../event/event.ts';
import type { FoldRules } from './fold-rules.ts';
import { tagValue } from './tag-value.ts';

/** One touch of one tag by one event. */
export interface TagTouch {
  readonly family: string;
  readonly value: string;
  readonly amount: number;
}

/** Values of one rule in one event; what lies beyond it (a cart of a thousand lines) adds nothing to an interest. */
const touchLimit = 200;

/** Which tags an event touches, by the rules; deterministic, so it also explains a tag afterwards. */
export function eventTags(event: LikenessEvent, rules: FoldRules): readonly TagTouch[] {
  const touches: TagTouch[] = [];
  for (const rule of rules.tagRulesFor(event)) {
    const found: unknown[] = [];
    collect(event, rule.steps, 0, found);
    for (const item of found) {
      const value = tagValue(item, rule.transform);
      if (value !== undefined) touches.push({ family: rule.family, value, amount: rule.weight });
    }
  }
  return touches;
}

function collect(at: unknown, steps: readonly string[], index: number, found: unknown[]): void {
  if (found.length >= touchLimit || at === undefined || at === null) return;
  const step = steps[index];
  if (step === undefined) {
    found.push(at);
  } else if (step === '[]') {
    if (Array.isArray(at)) for (const item of at) collect(item, steps, index + 1, found);
  } else if (typeof at === 'object' && Object.hasOwn(at, step)) {
    // The object has this key of its own.
    collect((at as Readonly<Record<string, unknown>>)[step], steps, index + 1, found);
  }
}
