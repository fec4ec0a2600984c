import {
  CHINESE_LEXICON,
  compileRules,
  compileTraitFusion,
  createLexiconSentiment,
  createSegmentSet,
  defaultTagRules,
  ENGLISH_LEXICON,
  type EventPlan,
  err,
  type FoldRules,
  type HalfLifePair,
  type Issue,
  issue,
  ok,
  type PropertyPlan,
  type Result,
  readyMadeSegments,
  type SegmentSet,
  type TagHalfLives,
  type TagRule,
  type TraitFusion,
} from '@likeness/core';
import type { Placement } from '../store/placement.ts';
import { checkConfig } from './check-config.ts';
import type {
  Duration,
  HalfLivesConfig,
  InterestsConfig,
  LikenessConfig,
  TrackingPlanConfig,
  TraitsConfig,
  TrustConfig,
  UpdateStrategy,
  WebhookConfig,
} from './config.ts';
import { durationMs } from './duration.ts';
import { digestRules } from './rules-digest.ts';

/** When a projection is brought up to date, and how often its job runs. */
export interface ResolvedUpdate {
  readonly strategy: UpdateStrategy;
  readonly everyMs: number;
}

/** A configuration with every default in its place. */
export interface ResolvedConfig {
  readonly placement: Placement;
  /** Allow-lists of origins by the name of the site. */
  readonly origins: ReadonlyMap<string, readonly string[]>;
  /** `undefined` without a tracking plan. */
  readonly trackingPlan: TrackingPlanConfig | undefined;
  readonly regionHeader: string | undefined;
  readonly rules: FoldRules;
  /** Equal when the rules are. */
  readonly rulesDigest: string;
  readonly segments: SegmentSet;
  readonly webhooks: readonly WebhookConfig[];
  readonly updates: {
    readonly segments: ResolvedUpdate;
    readonly profiles: ResolvedUpdate;
    readonly population: { readonly everyMs: number };
  };
  readonly retention: {
    readonly eventsMs: number | undefined;
    readonly quarantineMs: number | undefined;
    readonly deliveriesMs: number;
    readonly membershipsMs: number | undefined;
  };
}

/** Checks an unknown value as a configuration and fills the defaults in; every mistake names its key. */
export function resolveConfig(value: unknown): Result<ResolvedConfig, readonly Issue[]> {
  const checked = checkConfig(value);
  if (!checked.ok) return checked;
  const config = checked.value;
  const { readyMade = {}, own = [] } = config.segments ?? {};
  const made = readyMade === false ? [] : readyMadeSegments(readyMade);
  const segments = createSegmentSet([...made, ...own]);
  if (!segments.ok) {
    return err(segments.error.map((found) => ({ ...found, path: ownPath(found.path, made.length) })));
  }
  const unknown = (config.webhooks ?? []).flatMap(({ segments: wanted = [] }, i) =>
    wanted.flatMap((name, j) =>
      segments.value.rules.has(name)
        ? []
        : [issue('key', ['webhooks', i, 'segments', j], `a segment that exists, not ${name}`, name)],
    ),
  );
  if (unknown.length > 0) return err(unknown);
  const { trackingPlan } = config;
  const wrong = trackingPlan === undefined ? [] : checkPersonal(trackingPlan);
  if (wrong.length > 0) return err(wrong);
  const profiles = resolveUpdate(config.updates?.profiles ?? 'realtime');
  if (profiles.strategy === 'batch' && config.retention?.events !== undefined) {
    // The job folds whole profiles, which needs all of their events.
    const expected = 'realtime or hybrid where retention.events drops events';
    return err([issue('range', ['updates', 'profiles'], expected, 'batch')]);
  }
  return ok({
    placement: config.sharded === true ? 'sharded' : 'one server',
    origins: new Map(
      Object.entries(config.sites ?? {}).flatMap(([name, { origins }]) =>
        origins === undefined ? [] : [[name, origins] as const],
      ),
    ),
    trackingPlan,
    regionHeader: config.regionHeader,
    rules: resolveRules(config),
    rulesDigest: digestRules(config),
    segments: segments.value,
    webhooks: config.webhooks ?? [],
    updates: {
      segments: resolveUpdate(config.updates?.segments ?? 'realtime'),
      profiles,
      population: { everyMs: durationMs(config.updates?.population?.every ?? '1h') },
    },
    retention: {
      deliveriesMs: durationMs(config.retention?.deliveries ?? '7d'),
      eventsMs: optionalMs(config.retention?.events),
      quarantineMs: optionalMs(config.retention?.quarantine),
      membershipsMs: optionalMs(config.retention?.memberships),
    },
  });
}

/** The configuration of a site without a file. */
export function defaultConfig(): ResolvedConfig {
  const resolved = resolveConfig({});
  if (!resolved.ok) throw new Error('the default configuration is not valid');
  return resolved.value;
}

/** The ready-made segments come first, so places behind them are those of `segments.own`. */
function ownPath(path: Issue['path'], readyMade: number): Issue['path'] {
  const [place, ...rest] = path;
  return typeof place === 'number' && place >= readyMade
    ? ['segments', 'own', place - readyMade, ...rest]
    : ['segments', ...path];
}

/** A pseudonym needs a secret, and what is dropped cannot be required: a replayed event no longer has it. */
function checkPersonal({ events, pseudonymSecret }: TrackingPlanConfig): readonly Issue[] {
  const issues: Issue[] = [];
  const check = (plan: PropertyPlan, path: Issue['path']): void => {
    if (plan.pii === 'hash' && pseudonymSecret === undefined && issues.length === 0) {
      const expected = 'a secret, because a property is marked pii: hash';
      issues.push(issue('required', ['trackingPlan', 'pseudonymSecret'], expected, undefined));
    }
    if (plan.pii === 'drop' && plan.required) {
      issues.push(issue('range', [...path, 'required'], 'false where pii is drop', plan.required));
    }
    if (plan.items !== undefined) check(plan.items, [...path, 'items']);
    checkAll(plan.properties, [...path, 'properties']);
  };
  const checkAll = (plans: EventPlan['properties'] = {}, path: Issue['path']): void => {
    for (const [name, plan] of Object.entries(plans)) check(plan, [...path, name]);
  };
  for (const [name, { properties }] of Object.entries(events)) {
    checkAll(properties, ['trackingPlan', 'events', name, 'properties']);
  }
  return issues;
}

function resolveRules({ interests = {}, traits }: LikenessConfig): FoldRules {
  const { rules = [], defaultRules = true, actionWeights, halfLives, synonyms } = interests;
  const sentiment = createLexiconSentiment([ENGLISH_LEXICON, CHINESE_LEXICON]);
  return compileRules({
    scoreText: (text) => sentiment.scoreText(text).score,
    tagRules: [...(defaultRules ? weighedRules(actionWeights) : []), ...rules],
    ...(halfLives === undefined ? {} : { tagHalfLives: resolveHalfLives(halfLives) }),
    ...(synonyms === undefined ? {} : { synonyms }),
    ...(traits === undefined ? {} : { trustOf: compileTraitFusion(resolveFusion(traits)) }),
  });
}

function resolveFusion({ byTrait = {}, ...common }: TraitsConfig): TraitFusion {
  const traits = Object.entries(byTrait).map(([name, trust]) => [name, trustOf(trust)] as const);
  return { ...trustOf(common), traits: Object.fromEntries(traits) };
}

function trustOf({ priority = [], lead = {} }: TrustConfig): Pick<TraitFusion, 'priority' | 'leadMs'> {
  const leads = Object.entries(lead).map(([source, duration]) => [source, durationMs(duration)] as const);
  return { priority, leadMs: Object.fromEntries(leads) };
}

/** The default rules, those of single families with weights of their own. */
function weighedRules({
  families = {},
  ...weights
}: NonNullable<InterestsConfig['actionWeights']> = {}): readonly TagRule[] {
  const usual = defaultTagRules(weights).filter(({ family }) => !Object.hasOwn(families, family));
  const own = Object.entries(families).flatMap(([name, others]) =>
    defaultTagRules({ ...weights, ...others }).filter(({ family }) => family === name),
  );
  return [...usual, ...own];
}

function resolveHalfLives(
  config: NonNullable<NonNullable<LikenessConfig['interests']>['halfLives']>,
): TagHalfLives {
  const families = Object.entries(config.families ?? {}).map(([name, pair]) => [name, pairOf(pair)] as const);
  return { ...pairOf(config), ...(families.length === 0 ? {} : { families: Object.fromEntries(families) }) };
}

function optionalMs(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : durationMs(duration);
}

function pairOf({ fast, slow }: HalfLivesConfig): HalfLifePair {
  return { fastMs: durationMs(fast), slowMs: durationMs(slow) };
}

function resolveUpdate(
  update: NonNullable<NonNullable<LikenessConfig['updates']>['segments']>,
): ResolvedUpdate {
  const { strategy, every } = typeof update === 'string' ? { strategy: update, every: undefined } : update;
  return { strategy, everyMs: durationMs(every ?? (strategy === 'batch' ? '15m' : '1d')) };
}
