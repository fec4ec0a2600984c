import type { LikenessEvent } from '../event/event.ts';
import { foldChannel } from './channel.ts';
import { foldClickThrough } from './click-through.ts';
import { countName, foldCount } from './count.ts';
import { foldDay } from './days.ts';
import { createFactors } from './decay.ts';
import type { ProfileDraft } from './draft-profile.ts';
import { foldEngagement } from './engagement.ts';
import { foldEnvironment } from './environment.ts';
import type { EventPlan, SliceName } from './event-plan.ts';
import { visitTags } from './event-tags.ts';
import { foldTag } from './interest.ts';
import { foldPsychographics } from './psychographic.ts';
import { foldRate } from './rate.ts';
import { foldSocial } from './social.ts';
import { foldTraits } from './trait.ts';
import { foldValue } from './value.ts';
import { foldWebVitals } from './web-vitals.ts';

/** Folds an event into one slice of a profile; answers how many entries the slice's bound pushed out. */
export type SliceFold = (draft: ProfileDraft, event: LikenessEvent, plan: EventPlan) => number;

/** How each slice folds, after the profile's own times; none reads another, so any order would do. */
export const foldSlice: Readonly<Record<SliceName, SliceFold>> = {
  counts: (draft, event) => foldCount(draft.counts, countName(event), event.occurredAt),
  rates(draft, event, { kind }) {
    foldRate(draft.rates, kind, event.occurredAt);
    return 0;
  },
  days(draft, event, { kind }) {
    foldDay(draft.days, kind, event.occurredAt, draft.lastAt ?? event.occurredAt);
    return 0;
  },
  traits(draft, event, { rules: { trustOf } }) {
    return event.type === 'identify' ? foldTraits(draft.traits, event, { traits: event.traits, trustOf }) : 0;
  },
  interests: foldInterests,
  value: (draft, event) => foldValue(draft.value, event),
  engagement(draft, event) {
    foldEngagement(draft.engagement, event);
    return 0;
  },
  clickThrough: (draft, event) => foldClickThrough(draft.clickThrough, event),
  vitals(draft, event) {
    foldWebVitals(draft.vitals, event);
    return 0;
  },
  channel(draft, event) {
    foldChannel(draft.channel, event);
    return 0;
  },
  environment(draft, event, { rules }) {
    foldEnvironment(draft.environment, event, rules);
    return 0;
  },
  psychographics(draft, event, { rules }) {
    foldPsychographics(draft.psychographics, event, rules);
    return 0;
  },
  social: (draft, event) => foldSocial(draft.social, event),
};

function foldInterests(draft: ProfileDraft, event: LikenessEvent, { tagRules, rules }: EventPlan): number {
  let dropped = 0;
  const factors = createFactors();
  // One object for all tags of the event: less for the garbage collector.
  const touch = { family: '', value: '', amount: 0, at: event.occurredAt };
  visitTags(event, tagRules, (family, value, amount) => {
    touch.family = family;
    touch.value = value;
    touch.amount = amount;
    dropped += foldTag(draft.interests, touch, rules.tagHalfLives, factors);
  });
  return dropped;
}
