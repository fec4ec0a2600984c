import type {
  ActionWeights,
  ReadyMadeOptions,
  SegmentDefinition,
  TagRule,
  TrackingPlan,
} from '@likeness/core';

/**
 * A length of time: a whole number and a unit, `'90s'`, `'15m'`, `'36h'`, `'30d'`, `'2w'`.
 */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd' | 'w'}`;

/** Two half-lives of an interest. */
export interface HalfLivesConfig {
  readonly fast: Duration;
  readonly slow: Duration;
}

/** What events say about interests. */
export interface InterestsConfig {
  /** Rules beside the default ones. */
  readonly rules?: readonly TagRule[];
  /** Whether the default rules apply too; default true. */
  readonly defaultRules?: boolean;
  /** Replaces single weights of the default rules. */
  readonly actionWeights?: Partial<ActionWeights> & {
    /** Replaces them again for single families of tags. */
    readonly families?: Readonly<Record<string, Partial<ActionWeights>>>;
  };
  /** Default 7 and 120 days. */
  readonly halfLives?: HalfLivesConfig & { readonly families?: Readonly<Record<string, HalfLivesConfig>> };
  /** Other names of a tag's value, by family. */
  readonly synonyms?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Whose word counts when sources disagree about a trait. A source is as `trait_history` names it. */
export interface TrustConfig {
  /**
   * Sources by trust, the most trusted first: what one says stands, however old, until it or a more trusted one says
   * otherwise. Those not named come last. `survey:*` names every source that begins so.
   */
  readonly priority?: readonly string[];
  /** Among equally trusted sources the newest wins; what these say counts as if it had been said so much later. */
  readonly lead?: Readonly<Record<string, Duration>>;
}

/** What is stated about users. */
export interface TraitsConfig extends TrustConfig {
  /** Rules of single traits, in place of those above. */
  readonly byTrait?: Readonly<Record<string, TrustConfig>>;
}

/** A receiver of segment changes. */
export interface WebhookConfig {
  /** Names it in the database; lower case letters, digits and hyphens. */
  readonly name: string;
  readonly url: string;
  /** Key of the signature, at least 16 characters: `process.env.CRM_SECRET`. */
  readonly secret: string;
  /** Names of segments; left out, all. */
  readonly segments?: readonly string[];
}

/**
 * When a projection is brought up to date: `realtime` in the transaction of the event, `batch` by a job, `hybrid` both:
 * at once, and by a job that is the truth.
 */
export type UpdateStrategy = 'realtime' | 'batch' | 'hybrid';

/** The strategy of one projection and how often its job runs (without meaning for `realtime`). */
export interface UpdateConfig {
  readonly strategy: UpdateStrategy;
  /** Default 15 minutes for `batch`, a day for `hybrid`. */
  readonly every?: Duration;
}

/** What holds for one site. */
export interface SiteConfig {
  /**
   * Origins whose pages may send events with the site's write key: `https://shop.example`, or `https://*.shop.example`
   * for every host below it. Left out, all. Senders that are no pages (servers, apps) name no origin and are taken.
   */
  readonly origins?: readonly string[];
}

/** The events that a product sends; see core's `TrackingPlan`. */
export interface TrackingPlanConfig extends TrackingPlan {
  /**
   * Key of the pseudonyms of properties marked `pii: 'hash'`, at least 16 characters: `process.env.PSEUDONYM_SECRET`.
   * Another secret makes other pseudonyms.
   */
  readonly pseudonymSecret?: string;
}

/** `likeness.config.ts`: everything has a default, so the file may be missing. */
export interface LikenessConfig {
  /**
   * Whether the tables are distributed by Citus, as docs/scale.md says: statements take the form that it needs. Default
   * false. Every process must say the same.
   */
  readonly sharded?: boolean;
  /** By the site's name; the first one is `default`. */
  readonly sites?: Readonly<Record<string, SiteConfig>>;
  /**
   * Name of a header in which the proxy in front says where a request comes from: `cf-ipcountry`. What it says is stored
   * as `context.location.country` of events that pages send and that name no location; the address never is. Left out,
   * the region comes from the time zone.
   */
  readonly regionHeader?: string;
  /** Left out, every event is taken as it is. */
  readonly trackingPlan?: TrackingPlanConfig;
  readonly interests?: InterestsConfig;
  /** Left out, the newest statement about a trait wins, whoever made it. */
  readonly traits?: TraitsConfig;
  readonly segments?: {
    /** The ready-made segments: where they draw their lines, or false to leave them out. */
    readonly readyMade?: ReadyMadeOptions | false;
    readonly own?: readonly SegmentDefinition[];
  };
  readonly webhooks?: readonly WebhookConfig[];
  readonly updates?: {
    /** Default `realtime`. */
    readonly segments?: UpdateStrategy | UpdateConfig;
    /**
     * Default `realtime`. `batch` stores events at once and folds them by a job (default every 15 minutes). `hybrid` folds
     * at once, and all profiles from their events again by a job (default once a day), so that rules that changed
     * apply to the past as well.
     */
    readonly profiles?: UpdateStrategy | UpdateConfig;
    /** How often jobs look at everybody at once (scores, prices, the social graph); default once an hour. */
    readonly population?: { readonly every?: Duration };
  };
  readonly retention?: {
    /**
     * Months of events are dropped whole once all of them is older than this; default: never. Profiles keep what they
     * learned. Events that are older when they arrive go to quarantine.
     */
    readonly events?: Duration;
    /** Inputs in quarantine are forgotten after this time; default: never. */
    readonly quarantine?: Duration;
    /** Webhook deliveries that were received are forgotten after this time; default 7 days. */
    readonly deliveries?: Duration;
    /** Memberships that ended are forgotten after this time; default: never. */
    readonly memberships?: Duration;
  };
}

/** Types a configuration; answers it as it is. */
export function defineConfig(config: LikenessConfig): LikenessConfig {
  return config;
}
