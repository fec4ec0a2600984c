/** One tag as the read API sends it. */
export interface TagMessage {
  readonly family: string;
  readonly value: string;
  readonly count: number;
  readonly weight: number;
  readonly fast: number;
  readonly slow: number;
  readonly share: number;
}

/** `GET /v1/profiles/:id`; only what the dashboard shows. */
export interface ProfileMessage {
  readonly profileId: string | null;
  readonly ids: readonly { readonly kind: string; readonly value: string }[];
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly events: number;
  readonly counts: readonly { readonly name: string; readonly count: number; readonly lastAt: string }[];
  readonly tags: readonly TagMessage[];
  readonly traits: readonly { readonly name: string; readonly value: unknown; readonly at: string }[];
  readonly value: readonly {
    readonly currency: string;
    readonly orders: number;
    readonly revenue: number;
    readonly refunds: number;
    readonly refunded: number;
    readonly averageOrder: number | null;
  }[];
  readonly engagement: {
    readonly visits: number;
    readonly pageViews: number;
    readonly visibleMs: number;
    readonly maxDepth: number;
  };
  readonly channel: { readonly first: object | null; readonly last: object | null };
}

/** One event of an `activity` message; `profileId` and `user` only in the whole site's stream. */
export interface ActivityMessage {
  readonly eventId: string;
  readonly type: string;
  readonly name: string | null;
  readonly occurredAt: string;
  readonly properties: Readonly<Record<string, unknown>> | null;
  readonly profileId?: string;
  readonly user?: string;
}

/** `totals` of the whole site's stream. */
export interface TotalsMessage {
  readonly events: number;
  readonly profiles: number;
  readonly eventsPerMinute: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly rejected: number;
  readonly queueDepth: number;
  readonly commitMsP50: number | null;
  readonly commitMsP99: number | null;
}

/** `GET /v1/stats`. */
export interface StatsMessage {
  readonly events: number;
  readonly profiles: number;
  readonly sessions: number;
  readonly quarantined: number;
  readonly perMinute: readonly { readonly at: string; readonly count: number }[];
  readonly topTags: readonly (Pick<TagMessage, 'family' | 'value' | 'weight'> & {
    readonly profiles: number;
  })[];
  readonly topEvents: readonly { readonly name: string; readonly count: number }[];
  readonly topSearches: readonly { readonly query: string; readonly count: number }[];
}

/** `GET /v1/profiles`. */
export interface ProfilesMessage {
  readonly profiles: readonly {
    readonly profileId: string;
    readonly user: string;
    readonly lastAt: string | null;
    readonly events: number;
    readonly topTags: readonly Pick<TagMessage, 'family' | 'value' | 'weight'>[];
    readonly orders: number;
    readonly revenue: number;
  }[];
}
