import type { ActionWeights, ReadyMadeOptions, SegmentDefinition, TagRule } from '@likeness/core';

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
  readonly actionWeights?: Partial<ActionWeights>;
  /** Default 7 and 120 days. */
  readonly halfLives?: HalfLivesConfig & { readonly families?: Readonly<Record<string, HalfLivesConfig>> };
  /** Other names of a tag's value, by family. */
  readonly synonyms?: Readonly<Record<string, Readonly<Record<string, string>>>>;
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

/** `likeness.config.ts`: everything has a default, so the file may be missing. */
export interface LikenessConfig {
  readonly interests?: InterestsConfig;
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
     * Default `realtime`, which profiles always are; `hybrid` also folds all of them from their events again by a job
     * (default once a day), so that rules that changed apply to the past as well.
     */
    readonly profiles?: 'realtime' | 'hybrid' | (UpdateConfig & { readonly strategy: 'realtime' | 'hybrid' });
  };
  readonly retention?: {
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
