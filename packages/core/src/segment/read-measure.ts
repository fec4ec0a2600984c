import type { JsonValue } from '../event/event.ts';
import type { ChannelSlice } from '../profile/channel.ts';
import { countInWindow } from '../profile/days.ts';
import { halfLivesOf, type TagHalfLives } from '../profile/half-lives.ts';
import type { Profile } from '../profile/profile.ts';
import { own } from './own.ts';
import { highEdge } from './passes-test.ts';
import { readEssentialMeasure } from './read-essential-measure.ts';
import type { ChannelMeasure, Measure, SocialMeasure, TagMeasure } from './rule.ts';
import { currentTags, isMeasured, measuredTags } from './tag-curve.ts';

/** What a measure is read with. */
export interface MeasureContext {
  /** Epoch ms. */
  readonly now: number;
  readonly halfLives: TagHalfLives;
  /** Predictions by name; what is missing is unknown. */
  readonly predictions?: Readonly<Record<string, number>>;
}

/** Reads one measure of a profile; `undefined` says that it is unknown. */
export function readMeasure(
  measure: Measure,
  profile: Profile,
  context: MeasureContext,
): JsonValue | undefined {
  switch (measure.measure) {
    case 'trait':
      return own(profile.traits, measure.name)?.value;
    case 'window':
      return countInWindow(profile.days, measure.kind, measure.days, context.now);
    case 'tag':
      return readTag(measure, profile, context);
    case 'channel':
      return readChannel(measure, profile.channel);
    case 'environment':
      return profile.environment[measure.read]?.[0];
    case 'social':
      return readSocial(measure, profile);
    case 'prediction':
      return own(context.predictions ?? {}, measure.name);
    default:
      return readEssentialMeasure(measure, profile, context.now);
  }
}

function readTag(measure: TagMeasure, profile: Profile, context: MeasureContext): number | undefined {
  const { family: name, value, read, scope } = measure;
  const family = own(profile.interests, name) ?? {};
  if (read === 'count') {
    let count = 0;
    for (const [tag, [touches]] of Object.entries(family)) {
      if (isMeasured(tag, value, scope)) count += touches;
    }
    return count;
  }
  const halfLives = halfLivesOf(context.halfLives, name);
  const { mine, others } = measuredTags(measure, currentTags(family, { now: context.now, halfLives }));
  if (mine === undefined) return read === 'rank' ? undefined : 0;
  switch (read) {
    case 'fast':
      return mine.fast;
    case 'slow':
      return mine.slow;
    case 'weight':
      return (mine.fast + mine.slow) / 2;
    case 'share': {
      const weight = Math.max(0, mine.fast + mine.slow);
      const total = others.reduce((sum, { fast, slow }) => sum + Math.max(0, fast + slow), weight);
      return total > 0 ? weight / total : 0;
    }
    case 'rank': {
      const edge = highEdge(mine.fast + mine.slow);
      return 1 + others.filter(({ fast, slow }) => fast + slow > edge).length;
    }
  }
}

function readChannel({ touch, read }: ChannelMeasure, channel: ChannelSlice): string | undefined {
  return channel[touch]?.[read];
}

function readSocial({ read }: SocialMeasure, { social }: Profile): number {
  let others = 0;
  for (const [out, in_] of Object.values(social)) {
    const counts = { degree: out > 0 || in_ > 0, 'out-degree': out > 0, 'in-degree': in_ > 0 };
    if (counts[read]) others++;
  }
  return others;
}
