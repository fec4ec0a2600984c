/** A tag of the profile, as the collector sends it. */
export interface Tag {
  readonly family: string;
  readonly value: string;
  readonly count: number;
  readonly weight: number;
  readonly fast: number;
  readonly slow: number;
  /** 0–1 of its family. */
  readonly share: number;
}

/** The collector's `profile` message; only what the panel shows. */
export interface ProfileMessage {
  readonly ids: readonly { readonly kind: string; readonly value: string }[];
  readonly events: number;
  readonly counts: readonly { readonly name: string; readonly count: number }[];
  readonly tags: readonly Tag[];
  readonly traits: readonly { readonly name: string; readonly value: unknown }[];
  readonly value: readonly { readonly currency: string; readonly orders: number; readonly revenue: number }[];
  /** Those that the visitor is in, last entered first. */
  readonly segments?: readonly { readonly name: string; readonly description: string }[];
  readonly engagement: { readonly visits: number };
}

/** One change of the collector's `segments` message. */
export interface SegmentChange {
  readonly name: string;
  readonly change: 'entered' | 'left';
  /** ISO time. */
  readonly at: string;
}

/** One event of the collector's `activity` message. */
export interface Activity {
  readonly eventId: string;
  readonly type: string;
  /** Absent for a page without a name, an identify and the like. */
  readonly name: string | null;
  /** ISO times. */
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly properties: Readonly<Record<string, unknown>> | null;
}
