import type { LikenessEvent } from '../event/event.ts';
import { dropLowest } from './bound.ts';
import { dayMs, decayTo } from './decay.ts';
import type { Draft } from './draft.ts';
import { eventEdges } from './event-edges.ts';

/**
 * What passed between the user and one other: acts towards the other, acts of the other, and all of them decayed at
 * {@link socialHalfLifeMs}, as of `at` (epoch ms).
 */
export type Tie = readonly [out: number, in_: number, weight: number, at: number];

/** Ties by the other one's id, as sent. */
export type SocialSlice = Readonly<Record<string, Tie>>;

/** Ties per profile; beyond it the one that weighs least now goes. The graph of a site holds them all. */
export const tieLimit = 32;

/** 30 days. */
export const socialHalfLifeMs = 2_592_000_000;

/** Folds one event; answers how many ties the bound pushed out. */
export function foldSocial(slice: Draft<SocialSlice>, event: LikenessEvent): number {
  let dropped = 0;
  for (const { peer, direction, amount, at } of eventEdges(event)) {
    // Taking something back is an act too: it lowers the count and not the interaction.
    const isNew = addTie(slice, peer, direction === 'out' ? [amount, 0, 1, at] : [0, amount, 1, at]);
    if (isNew) dropped += dropTies(slice);
  }
  return dropped;
}

/** Merges `from` into `into`; answers how many ties the bound pushed out. */
export function mergeSocial(into: Draft<SocialSlice>, from: SocialSlice): number {
  for (const peer of Object.keys(from)) {
    const tie = from[peer];
    if (tie !== undefined) addTie(into, peer, tie);
  }
  return dropTies(into);
}

/** A user's place among others, of the ties that the profile keeps; absent where nothing is known. */
export interface SocialReading {
  /** Others with whom anything stands in either direction. */
  readonly degree?: number;
  readonly outDegree?: number;
  readonly inDegree?: number;
  /** Share of those acted towards who acted back, 0–1; unknown until somebody acted towards the user. */
  readonly reciprocity?: number;
  /** Acts a day at a half-life of 30 days. */
  readonly interactionsPerDay?: number;
  /** Strongest first. */
  readonly ties: readonly { readonly peer: string; readonly weight: number }[];
}

/** Reads the social slice as of `now`. */
export function readSocial(slice: SocialSlice, now: number): SocialReading {
  const all = Object.entries(slice);
  if (all.length === 0) return { ties: [] };
  const out = all.filter(([, tie]) => tie[0] > 0);
  const incoming = all.filter(([, tie]) => tie[1] > 0);
  const mutual = out.filter(([, tie]) => tie[1] > 0).length;
  const ties = all
    .map(([peer, tie]) => ({ peer, weight: decayTo(tie[2], tie[3], now, socialHalfLifeMs) }))
    .sort((a, b) => b.weight - a.weight || (a.peer < b.peer ? -1 : 1));
  const weight = ties.reduce((sum, tie) => sum + tie.weight, 0);
  return {
    degree: out.length + incoming.length - mutual,
    outDegree: out.length,
    inDegree: incoming.length,
    ...(incoming.length > 0 && out.length > 0 ? { reciprocity: mutual / out.length } : {}),
    interactionsPerDay: (weight * Math.LN2 * dayMs) / socialHalfLifeMs,
    ties,
  };
}

/** Answers whether the tie is new. */
function addTie(slice: Draft<SocialSlice>, peer: string, added: Tie): boolean {
  const known = slice[peer];
  if (known === undefined) {
    slice[peer] = [added[0], added[1], added[2], added[3]];
    return true;
  }
  const at = Math.max(known[3], added[3]);
  known[0] += added[0];
  known[1] += added[1];
  known[2] =
    decayTo(known[2], known[3], at, socialHalfLifeMs) + decayTo(added[2], added[3], at, socialHalfLifeMs);
  known[3] = at;
  return false;
}

function dropTies(slice: Draft<SocialSlice>): number {
  return dropLowest(slice, tieLimit, (tie) => Math.log2(tie[2]) + tie[3] / socialHalfLifeMs);
}
