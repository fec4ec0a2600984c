import {
  type EventContribution,
  type ExplainContext,
  type ExplainTarget,
  explainProfile,
  explainSegment,
  type FoldRules,
  type JsonValue,
  type LikenessEvent,
  type ProfileExplanation,
  parseExplainTarget,
  type SegmentExplanation,
} from '@likeness/core';
import { type Context, Hono } from 'hono';
import { answerProblem } from '../http/problem.ts';
import { lifetimeHorizonDays } from '../store/buyer-store.ts';
import type { EventDictionaries } from '../store/event-store.ts';
import { type FoundProfile, findProfile } from '../store/find-profile.ts';
import type { Population } from '../store/population-cache.ts';
import { predictionValues } from '../store/prediction-store.ts';
import { readProfileEvents } from '../store/profile-events.ts';
import { loadSegments } from '../store/segment-store.ts';
import type { ReadDeps } from './profile-route.ts';

/** What explaining needs. */
export interface ExplainDeps extends ReadDeps {
  readonly rules: FoldRules;
  readonly dictionaries: EventDictionaries;
}

/** Why something in a profile is what it is, as the API shows it. */
export interface ExplanationView {
  /** The number or the fact; `null` when it is unknown. */
  readonly value: JsonValue;
  /** What no event gave; `value` is this, the amounts of `events` and `rest.amount` together. */
  readonly base: number;
  readonly formula: string;
  /** The events that gave most. */
  readonly events: readonly {
    readonly eventId: string;
    readonly type: string;
    readonly name: string;
    readonly occurredAt: string;
    readonly properties: object;
    readonly amount: number;
  }[];
  /** All other events. */
  readonly rest: { readonly events: number; readonly amount: number };
}

/** Events that are named; the others are summed. */
const namedEvents = 100;

/** Events of a profile that are read at most to explain it: they are held in memory meanwhile. */
const eventLimit = 100_000;

/**
 * `GET /v1/profiles/:id/explain?what=tag:category:home/kitchen` (secret key): which events made a number of a profile, how
 * much each gives now, and the formula: {@link ExplanationView} with `what` and `asOf`. `what` is as
 * `parseExplainTarget` reads it, or `segment:NAME`, which answers `{what, asOf, isMember, because}`.
 */
export function createExplainRoutes(deps: ExplainDeps): Hono {
  const { database, profiles, now } = deps;
  const routes = new Hono();

  routes.get('/:id/explain', async (c) => {
    const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
    if (!site.ok) return answerProblem(c, site.error);
    const what = c.req.query('what') ?? '';
    const segment = /^segment:(.+)$/s.exec(what)?.[1];
    const target = segment === undefined ? parseExplainTarget(what) : undefined;
    if (target?.ok === false) {
      return answerProblem(c, {
        code: 'bad-request',
        message: 'what says which number to explain, as in tag:category:home/kitchen or segment:loyal.',
        path: 'what',
        expected: target.error,
      });
    }
    const found = await findProfile(database.sql, profiles, site.value, c.req.param('id'));
    if (found === undefined) {
      return answerProblem(c, {
        code: 'not-found',
        message: 'No profile has this id: give a user id, an anonymous id or a profile id.',
      });
    }
    if (found.profile.events > eventLimit) {
      return answerProblem(c, {
        code: 'too-large',
        message: `The profile has more than ${eventLimit} events: ask in SQL, where likeness.explain_tag streams them.`,
      });
    }
    const events = await readEvents(deps, found.profileId);
    const context = contextOf(deps, { population: await deps.population(site.value), found }, now());
    const asOf = new Date(context.now).toISOString();
    if (target !== undefined) {
      const explained = explainProfile(events, target.value, withModel(context, target.value));
      return c.json({ what, asOf, ...viewExplanation(explained, events) });
    }
    return await answerSegment(c, { deps, name: segment ?? '', what, found, events, context });
  });

  return routes;
}

async function answerSegment(
  c: Context,
  asked: {
    readonly deps: ExplainDeps;
    readonly name: string;
    readonly what: string;
    readonly found: FoundProfile;
    readonly events: readonly LikenessEvent[];
    readonly context: PopulationContext;
  },
): Promise<Response> {
  const { deps, name, what, found, events, context } = asked;
  const { set } = await loadSegments(deps.database.sql);
  const rule = set.rules.get(name);
  if (rule === undefined) {
    return answerProblem(c, { code: 'not-found', message: `There is no segment ${name}.`, path: 'what' });
  }
  const explained = explainSegment(rule, found.profile, {
    now: context.now,
    halfLives: deps.halfLives,
    predictions: predictionValues(found.predictions),
    rules: set.rules,
    explain: (measure) => explainProfile(events, measure, context),
  });
  return c.json({
    what,
    asOf: new Date(context.now).toISOString(),
    isMember: explained.holds,
    because: viewSegment(explained, events),
  });
}

/** {@link SegmentExplanation} with the events of each comparison. */
type SegmentView = Omit<SegmentExplanation, 'made' | 'parts'> & {
  readonly made?: ExplanationView;
  readonly parts?: readonly SegmentView[];
};

function viewSegment(
  { made, parts, ...explained }: SegmentExplanation,
  events: readonly LikenessEvent[],
): SegmentView {
  return {
    ...explained,
    ...(made === undefined ? {} : { made: viewExplanation(made, events) }),
    ...(parts === undefined ? {} : { parts: parts.map((part) => viewSegment(part, events)) }),
  };
}

function viewExplanation(explained: ProfileExplanation, events: readonly LikenessEvent[]): ExplanationView {
  const { value = null, base = 0, formula, contributions } = explained;
  const named = contributions.slice(0, namedEvents);
  const rest = contributions.slice(namedEvents);
  const byId = new Map(events.map((event) => [event.eventId, event]));
  return {
    value,
    base,
    formula,
    events: named.map((contribution) => viewContribution(contribution, byId.get(contribution.eventId))),
    rest: { events: rest.length, amount: rest.reduce((sum, { amount }) => sum + amount, 0) },
  };
}

function viewContribution(
  { eventId, name, at, amount }: EventContribution,
  event: LikenessEvent | undefined,
): ExplanationView['events'][number] {
  return {
    eventId,
    type: event?.type ?? '',
    name,
    occurredAt: new Date(at).toISOString(),
    properties: event === undefined ? {} : payloadOf(event),
    amount,
  };
}

function payloadOf(event: LikenessEvent): object {
  if ('properties' in event) return event.properties;
  return 'traits' in event ? event.traits : {};
}

/** {@link ExplainContext} before it is known which currency's buyers are asked for. */
type PopulationContext = Omit<ExplainContext, 'lifetime'> & { readonly population: Population };

function contextOf(
  { rules }: ExplainDeps,
  { population, found }: { readonly population: Population; readonly found: FoundProfile },
  now: number,
): PopulationContext {
  return { now, rules, prices: population.prices, relevance: found.relevance, population };
}

function withModel(context: PopulationContext, target: ExplainTarget): ExplainContext {
  const facts =
    target.measure === 'lifetime-value' ? context.population.buyers.get(target.currency) : undefined;
  if (facts?.model === undefined) return context;
  return { ...context, lifetime: { ...facts.model, horizonDays: lifetimeHorizonDays } };
}

async function readEvents(deps: ExplainDeps, profileId: string): Promise<readonly LikenessEvent[]> {
  const histories = await readProfileEvents(deps.database.sql, [profileId], deps);
  return histories.get(profileId) ?? [];
}
