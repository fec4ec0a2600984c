// results

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
export { err, ok, type Result } from './result.ts';

// text
export { type SegmentTextOptions, segmentText } from './text/segment-text.ts';
