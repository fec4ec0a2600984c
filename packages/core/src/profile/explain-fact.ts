import type { JsonValue, LikenessEvent } from '../event/event.ts';
import { type ChannelDraft, foldChannel, type Touch } from './channel.ts';
import type { Draft } from './draft.ts';
import { type EnvironmentFact, type EnvironmentSlice, foldEnvironment } from './environment.ts';
import { listContributions, type ProfileExplanation, unknown } from './explain.ts';
import { foldEvents } from './fold-event.ts';
import type { FoldRules } from './fold-rules.ts';
import { emptyProfile } from './profile.ts';

/** Explains a trait: the statement that counts. */
export function explainTrait(
  events: readonly LikenessEvent[],
  name: string,
  rules: FoldRules,
): ProfileExplanation {
  const { traits } = foldEvents(emptyProfile(), events, rules);
  const trait = Object.hasOwn(traits, name) ? traits[name] : undefined;
  if (trait === undefined) return unknown('the statement that counts');
  return stated(
    events,
    trait.value ?? undefined,
    'the statement that counts',
    (event) => event.eventId === trait.eventId,
  );
}

/** Explains how the user came, first or last. */
export function explainChannel(
  events: readonly LikenessEvent[],
  channel: { readonly touch: 'first' | 'last'; readonly read: keyof Omit<Touch, 'at' | 'clickId'> },
): ProfileExplanation {
  const all: ChannelDraft = {};
  for (const event of events) foldChannel(all, event);
  const formula =
    channel.touch === 'first' ? 'the earliest arrival' : 'the latest arrival that was not direct';
  const touch = all[channel.touch];
  if (touch === undefined) return unknown(formula);
  const text = JSON.stringify(touch);
  return stated(events, touch[channel.read], formula, (event) => {
    const own: ChannelDraft = {};
    foldChannel(own, event);
    return JSON.stringify(own[channel.touch]) === text;
  });
}

/** Explains device, language, time zone or region. */
export function explainEnvironment(
  events: readonly LikenessEvent[],
  fact: EnvironmentFact,
  rules: FoldRules,
): ProfileExplanation {
  const statedBy = (event: LikenessEvent): EnvironmentSlice => {
    const own: Draft<EnvironmentSlice> = {};
    foldEnvironment(own, event, rules);
    return own;
  };
  const all: Draft<EnvironmentSlice> = {};
  for (const event of events) foldEnvironment(all, event, rules);
  const known = all[fact];
  const formula = 'the newest statement';
  if (known === undefined) return unknown(formula);
  const [value, at] = known;
  return stated(
    events,
    value,
    formula,
    (event) => event.occurredAt === at && statedBy(event)[fact]?.[0] === value,
  );
}

function stated(
  events: readonly LikenessEvent[],
  value: JsonValue | undefined,
  formula: string,
  isSource: (event: LikenessEvent) => boolean,
): ProfileExplanation {
  const source = events.find(isSource);
  return {
    value,
    formula,
    contributions: listContributions(events, (event) => (event === source ? 1 : undefined)),
  };
}
