/** Any value that JSON can carry. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

declare const brand: unique symbol;

/** A UUID in lower case whose leading 48 bits are a time in epoch ms (UUIDv7 layout, RFC 9562 §5.7). */
export type EventId = string & { readonly [brand]: 'EventId' };

/** Names one browser or app installation, before and after log-in. */
export type AnonymousId = string & { readonly [brand]: 'AnonymousId' };

/** The product's own id of a known user. */
export type UserId = string & { readonly [brand]: 'UserId' };

/** The six calls of the Segment spec. */
export type EventType = 'track' | 'identify' | 'page' | 'screen' | 'group' | 'alias';

/** Something a user did, named by `event` (Segment spec: Track). */
export interface TrackBody {
  readonly type: 'track';
  readonly event: string;
  readonly properties: JsonObject;
}

/** A page or screen that was shown (Segment spec: Page, Screen). */
export interface PageBody {
  readonly type: 'page' | 'screen';
  readonly name?: string;
  readonly category?: string;
  readonly properties: JsonObject;
}

/** Facts stated about the user (Segment spec: Identify). */
export interface IdentifyBody {
  readonly type: 'identify';
  readonly traits: JsonObject;
}

/** The user belongs to a group or account (Segment spec: Group). */
export interface GroupBody {
  readonly type: 'group';
  readonly groupId: string;
  readonly traits: JsonObject;
}

/** `previousId` and `userId` are the same person (Segment spec: Alias). */
export interface AliasBody {
  readonly type: 'alias';
  readonly previousId: string;
}

/** What differs between the six types. */
export type EventBody = TrackBody | PageBody | IdentifyBody | GroupBody | AliasBody;

/** What every event carries as its sender stated it; `context` is kept as sent, and readers guard each field. */
export interface WireEnvelope {
  /** As sent; any string. Absent when the client gave none. */
  readonly messageId?: string;
  /** At least one of `anonymousId` and `userId` is present. */
  readonly anonymousId?: AnonymousId;
  readonly userId?: UserId;
  /** When it happened by the sender's clock, epoch ms (`timestamp`, else `originalTimestamp`, of the wire). */
  readonly originalAt?: number;
  /** When this attempt was sent by the sender's clock, epoch ms. */
  readonly sentAt?: number;
  readonly context: JsonObject;
}

/** An event as parsed from the wire, before the collector gave it an id and a corrected time. */
export type WireEvent = WireEnvelope & EventBody;

/** An immutable fact about a user, ready to be folded. */
export type LikenessEvent = WireEnvelope &
  EventBody & {
    readonly eventId: EventId;
    /** Corrected client time, epoch ms: received − (sent − original), bounded. Profiles fold on it. */
    readonly occurredAt: number;
  };
