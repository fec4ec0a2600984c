// events
export type {
  AliasBody,
  AnonymousId,
  EventBody,
  EventId,
  EventType,
  GroupBody,
  IdentifyBody,
  JsonObject,
  JsonValue,
  LikenessEvent,
  PageBody,
  TrackBody,
  UserId,
  WireEnvelope,
  WireEvent,
} from './event/event.ts';
export { type EventBatch, parseEventBatch } from './event/event-batch.ts';
export { createEventIdSource, eventIdTime, isUuidV7, layOutEventId } from './event/event-id.ts';
export { eventLimits } from './event/event-limits.ts';
export { describeIssue, type Issue, issue } from './event/issue.ts';
export type { PageMetadata } from './event/page-metadata.ts';
export { type EventDefaults, parseEvent } from './event/parse-event.ts';
export { storable } from './event/parse-json.ts';
export { parseTime } from './event/parse-time.ts';
export { semanticEvents } from './event/semantic-events.ts';
// text
export {
  createSentimentModel,
  type SentimentModelOptions,
  type SentimentState,
} from './models/sentiment-model.ts';
// profile
export type { ChannelSlice, Touch } from './profile/channel.ts';
export {
  compareProfiles,
  type ProfileDifference,
  type ProfileTolerance,
} from './profile/compare-profiles.ts';
export { type Count, type CountSlice, countLimit, countName } from './profile/count.ts';
export { dayMs, decayFactor, decayTo, hourMs } from './profile/decay.ts';
export type { EngagementSlice } from './profile/engagement.ts';
export { eventTags, type TagTouch } from './profile/event-tags.ts';
export { foldEvent, foldEvents } from './profile/fold-event.ts';
export {
  type CompiledTagRule,
  compileRules,
  type FoldRuleSource,
  type FoldRules,
} from './profile/fold-rules.ts';
export {
  defaultTagHalfLives,
  familyLimit,
  type InterestSlice,
  readTags,
  type Tag,
  type TagHalfLives,
  type TagReading,
  tagLimit,
} from './profile/interest.ts';
export { mergeProfiles } from './profile/merge-profiles.ts';
export { emptyProfile, type Profile } from './profile/profile.ts';
export {
  type EventKind,
  eventKind,
  type Rate,
  type RateSlice,
  rateHalfLives,
  ratePerDay,
} from './profile/rate.ts';
export { actionWeights, defaultTagRules, type TagRule, type TagTransform } from './profile/tag-rule.ts';
export { priceBand, tagValue, tagValueLength } from './profile/tag-value.ts';
export { type Trait, type TraitSlice, traitLimit } from './profile/trait.ts';
export {
  currencyLimit,
  orderAmountMicros,
  unknownCurrency,
  type Value,
  type ValueSlice,
} from './profile/value.ts';
export { err, ok, type Result } from './result.ts';
export { CHINESE_LEXICON } from './text/chinese-lexicon.ts';
export { ENGLISH_LEXICON } from './text/english-lexicon.ts';
export type { Lexicon } from './text/lexicon.ts';
export { createLexiconSentiment, type LexiconSentiment, type Sentiment } from './text/lexicon-sentiment.ts';
export { type SegmentTextOptions, segmentText } from './text/segment-text.ts';
