import type { LikenessEvent } from '../event/event.ts';
import { countName, foldCount } from './count.ts';
import { createFactors } from './decay.ts';
import { deviceClass } from './device-class.ts';
import { draftProfile } from './draft-profile.ts';
import { foldEngagement } from './engagement.ts';
import { visitTags } from './event-tags.ts';
import { defaultTagHalfLives } from './half-lives.ts';
import { indexTagRules } from './index-tag-rules.ts';
import { foldTag } from './interest.ts';
import type { LocalClock } from './local-time.ts';
import { createPriceCategories } from './price-category.ts';
import type { Profile } from './profile.ts';
import { foldPsychographics } from './psychographic.ts';
import { eventKind, foldRate } from './rate.ts';
import { defaultTagRules } from './tag-rule.ts';
import { foldValue } from './value.ts';

/** Folds events into a profile, by one set of rules; no events, the same reference. */
export type ProfileFold = (profile: Profile, events: readonly LikenessEvent[]) => Profile;

/** What folding essentials needs from outside. */
export interface EssentialFoldDeps {
  /** Cuts a search into words. */
  readonly segmentWords: (text: string) => readonly string[];
  /** A page knows the time on its visitor's wall by itself. */
  readonly localTime: LocalClock;
}

/**
 * Creates the fold of the essentials: counts, rates, interests, value, engagement and psychographics, by the default
 * rules. These are what tags, counts and the ready-made segments are made of, in half the code of the whole fold;
 * they come out the same as there, and all other slices stay as they are.
 */
export function createEssentialFold(deps: EssentialFoldDeps): ProfileFold {
  const priceCategories = createPriceCategories();
  const tagRulesFor = indexTagRules(defaultTagRules(), {
    ...deps,
    deviceOf: deviceClass,
    pathOf: priceCategories.pathOf,
    synonyms: {},
  });
  const rules = { scoreText: undefined, priceCategories };

  return (profile, events) => {
    if (events.length === 0) return profile;
    const draft = draftProfile(profile);
    for (const event of events) {
      const at = event.occurredAt;
      draft.events++;
      draft.firstAt = Math.min(draft.firstAt ?? at, at);
      draft.lastAt = Math.max(draft.lastAt ?? at, at);
      draft.dropped += foldCount(draft.counts, countName(event), at) + foldValue(draft.value, event);
      foldRate(draft.rates, eventKind(event), at);
      foldEngagement(draft.engagement, event);
      foldPsychographics(draft.psychographics, event, rules);
      const factors = createFactors();
      visitTags(event, tagRulesFor(event), (family, value, amount) => {
        draft.dropped += foldTag(
          draft.interests,
          { family, value, amount, at },
          defaultTagHalfLives,
          factors,
        );
      });
    }
    return draft;
  };
}
