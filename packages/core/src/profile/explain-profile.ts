import type { LikenessEvent } from '../event/event.ts';
import type { Touch } from './channel.ts';
import type { WindowDays } from './days.ts';
import type { EnvironmentFact } from './environment.ts';
import { type ProfileExplanation, unknown } from './explain.ts';
import { explainCount, explainDaysSince, explainRate, explainWindow } from './explain-activity.ts';
import {
  type AttentionReading,
  explainAttention,
  explainClickThrough,
  explainWebVital,
} from './explain-attention.ts';
import { explainChannel, explainEnvironment, explainTrait } from './explain-fact.ts';
import { explainPsychographic, type PsychographicReading } from './explain-psychographic.ts';
import { explainRelevance } from './explain-relevance.ts';
import { explainSocial, explainTie, type SocialReadingName } from './explain-social.ts';
import { type ExplainedTag, explainTag } from './explain-tag.ts';
import { explainLifetimeValue, explainRfm, explainWorth, type WorthReading } from './explain-worth.ts';
import type { FoldRules } from './fold-rules.ts';
import type { LifetimeModel } from './lifetime-value.ts';
import type { EventKind } from './rate.ts';
import type { PriceDistribution } from './read-psychographics.ts';
import type { RelevanceSource } from './relevance.ts';
import type { WebVital } from './web-vitals.ts';

/** What of a profile can be explained. Every `Measure` of a segment rule is one, and there are some more. */
export type ExplainTarget =
  | { readonly measure: 'trait'; readonly name: string }
  | { readonly measure: 'events' }
  | { readonly measure: 'count'; readonly event: string }
  | { readonly measure: 'window'; readonly kind: EventKind | 'all'; readonly days: WindowDays }
  | { readonly measure: 'rate'; readonly kind: EventKind | 'all'; readonly halfLife: RateSpan }
  | ({ readonly measure: 'tag' } & ExplainedTag)
  | { readonly measure: 'relevance'; readonly family: string; readonly value: string }
  | { readonly measure: 'days-since'; readonly time: 'first' | 'last'; readonly event?: string }
  | { readonly measure: 'value'; readonly read: WorthReading; readonly currency?: string }
  | {
      readonly measure: 'rfm';
      readonly read: 'recency' | 'frequency' | 'monetary';
      readonly currency: string;
    }
  | { readonly measure: 'lifetime-value'; readonly currency: string }
  | { readonly measure: 'engagement'; readonly read: AttentionReading | 'click-through' }
  | { readonly measure: 'placement'; readonly placement: string }
  | { readonly measure: 'web-vital'; readonly vital: WebVital }
  | {
      readonly measure: 'channel';
      readonly touch: 'first' | 'last';
      readonly read: keyof Omit<Touch, 'at' | 'clickId'>;
    }
  | { readonly measure: 'environment'; readonly read: EnvironmentFact }
  | {
      readonly measure: 'psychographic';
      readonly read: PsychographicReading | 'discount-share';
    }
  | { readonly measure: 'social'; readonly read: SocialReadingName }
  | { readonly measure: 'tie'; readonly peer: string }
  /** Models explain what they predict: of it, no event here gives a part. */
  | { readonly measure: 'prediction'; readonly name: string };

/** The half-lives of rates by name. */
export type RateSpan = 'hour' | 'day' | 'week' | 'month';

/** What explaining needs beside the events. */
export interface ExplainContext {
  /** Epoch ms. */
  readonly now: number;
  readonly rules: FoldRules;
  /** What the relevance of tags is read with, by family; a family without is mixed evenly, without a crowd. */
  readonly relevance?: Readonly<Record<string, RelevanceSource>>;
  /** How prices spread over all users; without it, positions among them are unknown. */
  readonly prices?: Readonly<Record<string, PriceDistribution>>;
  /** What the population teaches about buying; without it, lifetime values are unknown. */
  readonly lifetime?: LifetimeModel & { readonly horizonDays: number };
}

/** Explains anything of a profile from its events, each once and in any order. */
export function explainProfile(
  events: readonly LikenessEvent[],
  target: ExplainTarget,
  context: ExplainContext,
): ProfileExplanation {
  const { now, rules } = context;
  switch (target.measure) {
    case 'trait':
      return explainTrait(events, target.name, rules);
    case 'events':
      return explainCount(events);
    case 'count':
      return explainCount(events, target.event);
    case 'window':
      return explainWindow(events, target, now);
    case 'rate':
      return explainRate(events, { kind: target.kind, index: rateIndex[target.halfLife] }, now);
    case 'tag':
      return explainTag(events, target, now, rules);
    case 'relevance':
      return explainRelevance(events, target, context.relevance?.[target.family] ?? {}, context);
    case 'days-since':
      return explainDaysSince(events, target, now);
    case 'value':
      return explainWorth(events, target);
    case 'rfm':
      return explainRfm(events, target, now);
    case 'lifetime-value': {
      const { lifetime } = context;
      if (lifetime === undefined) return unknown('needs what the population teaches about buying');
      return explainLifetimeValue(events, lifetime, { ...target, now, horizonDays: lifetime.horizonDays });
    }
    case 'engagement':
      return target.read === 'click-through'
        ? explainClickThrough(events)
        : explainAttention(events, target.read);
    case 'placement':
      return explainClickThrough(events, target.placement);
    case 'web-vital':
      return explainWebVital(events, target.vital);
    case 'channel':
      return explainChannel(events, target);
    case 'environment':
      return explainEnvironment(events, target.read, rules);
    case 'psychographic':
      return explainPsychographic(
        events,
        target.read === 'discount-share' ? 'discountShare' : target.read,
        context,
      );
    case 'social':
      return explainSocial(events, target.read, now);
    case 'tie':
      return explainTie(events, target.peer, now);
    case 'prediction':
      return unknown('predicted by a model, which explains it by features');
  }
}

/** Places in `rateHalfLives`. */
const rateIndex = { hour: 0, day: 1, week: 2, month: 3 } as const;
