import type { TagTouch } from '../profile/event-tags.ts';
import {
  defaultTagHalfLives,
  type HalfLifePair,
  halfLivesOf,
  type TagHalfLives,
} from '../profile/half-lives.ts';
import { evenMix, learnRelevanceMix, type RelevanceMix } from '../profile/relevance.ts';
import { hashString } from '../statistics/hash-string.ts';
import { addToCrowd, type Crowd, createCrowd, shareInCrowd } from './crowd.ts';
import {
  createTouchField,
  foreseenTags,
  givenTo,
  judgeForeseen,
  type PolicyReading,
} from './judge-policy.ts';
import { foldShadow, readShadow, type ShadowFamily, type ShadowLayout } from './shadow-family.ts';
import type { FamilyOutcome } from './tune-report.ts';
import { candidatePolicies, type UpdatePolicy, type Weighting } from './update-policy.ts';

/** Runs candidate update policies in shadow over what happened, in the order in which it happened. */
export interface ShadowEvaluation {
  /** Takes the tags that an event of a user touched in; events of all users together must come in the order of `at`. */
  readonly observe: (user: string, at: number, touches: readonly TagTouch[]) => void;
  /** Ends the sessions under way. */
  readonly end: () => void;
  readonly outcomes: () => readonly FamilyOutcome[];
}

/** Settings of {@link createShadowEvaluation}. */
export interface ShadowOptions {
  /** The configured half-lives. */
  readonly halfLives?: TagHalfLives;
  /** Users kept at most, those not seen for longest forgotten; default 20,000. */
  readonly maxUsers?: number;
}

/** Users are dealt into so many groups by a hash: differences between policies are judged by group. */
export const userGroups = 64;

/** A session ends when its user did nothing for so long. */
const sessionGapMs = 1_800_000;

/** Families judged; a site has a dozen. */
const familyLimit = 64;

interface Session {
  readonly at: number;
  lastAt: number;
  readonly touches: TagTouch[];
}

interface PolicyState {
  readonly policy: UpdatePolicy;
  readonly fast: number;
  readonly slow: number;
  mix: RelevanceMix;
  hits: number;
  readonly ndcg: number[];
}

interface FamilyState {
  readonly layout: ShadowLayout;
  readonly policies: readonly PolicyState[];
  readonly crowd: Crowd;
  /** By group of users. */
  readonly sessions: number[];
}

/**
 * Creates a shadow evaluation.
 *
 * Every policy keeps weights of its own for every user. When a session is over, each policy is asked what it would have
 * foreseen from the profile before it (as of its first event), for each family that the session touched and the user had
 * touched before; then its mix learns from the session, and only then does the session become part of profile and
 * crowd. Only what adds to a tag counts as touching it. The crowd is that of the sessions that ended before this one did.
 */
export function createShadowEvaluation({
  halfLives = defaultTagHalfLives,
  maxUsers = 20_000,
}: ShadowOptions = {}): ShadowEvaluation {
  const policies = candidatePolicies();
  const users = new Map<string, Map<string, ShadowFamily>>();
  const families = new Map<string, FamilyState>();
  // In the order of their last event: a session that goes on is put behind the others.
  const open = new Map<string, Session>();

  function familyOf(name: string): FamilyState | undefined {
    const known = families.get(name);
    if (known !== undefined || families.size >= familyLimit) return known;
    const created = createFamily(name, policies, halfLives);
    families.set(name, created);
    return created;
  }

  function close(user: string, { at, touches }: Session): void {
    const group = Math.abs(hashString(user)) % userGroups;
    const own = users.get(user) ?? new Map<string, ShadowFamily>();
    users.delete(user);
    users.set(user, own);
    for (const [name, touched] of byFamily(touches)) {
      const family = familyOf(name);
      if (family === undefined) continue;
      const tags = own.get(name);
      const values = new Set(touched.flatMap(({ value, amount }) => (amount > 0 ? [value] : [])));
      if (tags !== undefined && values.size > 0) judge(family, { tags, at, values, group });
      const kept = tags ?? {};
      own.set(name, kept);
      for (const touch of touched) foldShadow(kept, touch, family.layout);
      for (const value of values) addToCrowd(family.crowd, value);
    }
    for (const oldest of users.keys()) {
      if (users.size <= maxUsers) break;
      users.delete(oldest);
    }
  }

  function closeUntil(at: number): void {
    for (const [user, session] of open) {
      if (session.lastAt + sessionGapMs >= at) return;
      open.delete(user);
      close(user, session);
    }
  }

  return {
    observe: (user, at, touches) => {
      closeUntil(at);
      if (touches.length === 0) return;
      const session = open.get(user) ?? { at, lastAt: at, touches: [] };
      session.lastAt = at;
      session.touches.push(...touches);
      open.delete(user);
      open.set(user, session);
    },
    end: () => closeUntil(Number.POSITIVE_INFINITY),
    outcomes: () => [...families].map(([name, family]) => outcomeOf(name, family)),
  };
}

function createFamily(
  name: string,
  candidates: readonly UpdatePolicy[],
  halfLives: TagHalfLives,
): FamilyState {
  const configured = halfLivesOf(halfLives, name);
  // What is configured already needs no second trial under another name.
  const policies = candidates.filter(
    ({ halfLives: pair }) => pair === undefined || !isSamePair(pair, configured),
  );
  const pairs = policies.map((policy) => policy.halfLives ?? configured);
  const halfLivesMs = [...new Set(pairs.flatMap(({ fastMs, slowMs }) => [fastMs, slowMs]))];
  const weightings: Weighting[] = [...new Set(policies.map(({ weighting }) => weighting))];
  const placeOf = (weighting: Weighting, halfLifeMs: number): number =>
    weightings.indexOf(weighting) * halfLivesMs.length + halfLivesMs.indexOf(halfLifeMs);
  return {
    layout: {
      weightings,
      halfLivesMs,
      rankBy: { place: placeOf('configured', configured.slowMs), halfLifeMs: configured.slowMs },
    },
    policies: policies.map((policy, i) => ({
      policy,
      fast: placeOf(policy.weighting, (pairs[i] ?? configured).fastMs),
      slow: placeOf(policy.weighting, (pairs[i] ?? configured).slowMs),
      mix: policy.mix ?? evenMix,
      hits: 0,
      ndcg: new Array<number>(userGroups).fill(0),
    })),
    crowd: createCrowd(),
    sessions: new Array<number>(userGroups).fill(0),
  };
}

function isSamePair(a: HalfLifePair, b: HalfLifePair): boolean {
  return a.fastMs === b.fastMs && a.slowMs === b.slowMs;
}

function judge(
  { layout, policies, crowd, sessions }: FamilyState,
  session: {
    readonly tags: ShadowFamily;
    readonly at: number;
    readonly values: ReadonlySet<string>;
    readonly group: number;
  },
): void {
  const { tags, at, values, group } = session;
  const field = createTouchField(readShadow(tags, at, layout), crowd);
  const places = new Map(field.reading.values.map((value, i) => [value, i]));
  const touched = [...values].map((value) => ({
    i: places.get(value) ?? -1,
    liked: shareInCrowd(crowd, value),
  }));
  sessions[group] = (sessions[group] ?? 0) + 1;
  for (const state of policies) {
    const { policy, fast, slow, mix } = state;
    const reading: PolicyReading = { fast, slow, prior: policy.prior, mix };
    const { hit, ndcg } = judgeForeseen(foreseenTags(field, reading), values);
    state.hits += hit;
    state.ndcg[group] = (state.ndcg[group] ?? 0) + ndcg;
    if (policy.mix !== undefined) continue;
    for (const tag of touched) {
      state.mix = learnRelevanceMix(state.mix, givenTo(field, { ...reading, mix: state.mix }, tag));
    }
  }
}

function outcomeOf(family: string, { policies, crowd, sessions }: FamilyState): FamilyOutcome {
  return {
    family,
    sessions,
    crowd,
    policies: policies.map(({ policy, mix, hits, ndcg }) => ({ policy, mix, hits, ndcg })),
  };
}

function byFamily(touches: readonly TagTouch[]): ReadonlyMap<string, readonly TagTouch[]> {
  const families = new Map<string, TagTouch[]>();
  for (const touch of touches) {
    const own = families.get(touch.family);
    if (own === undefined) families.set(touch.family, [touch]);
    else own.push(touch);
  }
  return families;
}
