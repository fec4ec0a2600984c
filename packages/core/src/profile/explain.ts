import type { EventId, JsonValue, LikenessEvent } from '../event/event.ts';
import { countName } from './count.ts';
import { dayMs } from './decay.ts';

/** How much one event gives to a number of a profile. */
export interface EventContribution {
  readonly eventId: EventId;
  /** Event time, epoch ms. */
  readonly at: number;
  /** Name of the track event, else its type. */
  readonly name: string;
  /** In the unit of the number; of a fact (a trait, a channel) 1 for the event that stated it. */
  readonly amount: number;
}

/** Why something in a profile is what it is. */
export interface ProfileExplanation {
  /** As of the time asked for; a number is `base` and all contributions together. `undefined`: unknown. */
  readonly value: JsonValue | undefined;
  /** What no event of this user gave, such as the mean of all buyers; absent where everything comes from events. */
  readonly base?: number;
  /** How it is made, in words. */
  readonly formula: string;
  /** What made it, the largest share of it first, of equals the latest. Events that say nothing of it are left out. */
  readonly contributions: readonly EventContribution[];
}

/** What one event gives to a number; `undefined` when it says nothing of it. */
export type AmountOf = (event: LikenessEvent, index: number) => number | undefined;

/** Explains a number as the sum of what each event gives, and of `base`. */
export function explainSum(
  events: readonly LikenessEvent[],
  formula: string,
  amountOf: AmountOf,
  base = 0,
): ProfileExplanation & { readonly value: number } {
  const contributions = listContributions(events, amountOf);
  return {
    value: contributions.reduce((sum, { amount }) => sum + amount, base),
    ...(base === 0 ? {} : { base }),
    formula,
    contributions,
  };
}

/** Explains a number that a single event decides, such as a maximum or a time. */
export function explainChoice(
  events: readonly LikenessEvent[],
  formula: string,
  chosen: { readonly event: LikenessEvent; readonly value: number } | undefined,
): ProfileExplanation {
  if (chosen === undefined) return unknown(formula);
  return explainSum(events, formula, (event) => (event === chosen.event ? chosen.value : undefined));
}

/** Says that there is too little evidence. */
export function unknown(formula: string): ProfileExplanation {
  return { value: undefined, formula, contributions: [] };
}

/** The events that give something, the largest first, of equals the latest. */
export function listContributions(
  events: readonly LikenessEvent[],
  amountOf: AmountOf,
): readonly EventContribution[] {
  return events
    .flatMap((event, index) => {
      const amount = amountOf(event, index);
      const { eventId, occurredAt: at } = event;
      return amount === undefined ? [] : [{ eventId, at, name: countName(event), amount }];
    })
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount) || b.at - a.at);
}

/** A half-life in words: `7 d`, `1 h`. */
export function spanInWords(ms: number): string {
  const count = ms / dayMs;
  return count < 1 ? `${count * 24} h` : `${count} d`;
}
