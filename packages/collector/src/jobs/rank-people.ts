import { createSeededRandom } from '@likeness/core';
import { DirectedGraph, UndirectedGraph } from 'graphology';
import louvainModule from 'graphology-communities-louvain';
import pagerankModule from 'graphology-metrics/centrality/pagerank.js';

/** One person acts towards another. */
export interface PeopleEdge {
  readonly from: string;
  readonly to: string;
  /** Above 0. */
  readonly strength: number;
  /** Whether anything stands: more acts than were taken back. */
  readonly stands: boolean;
}

/** A person's place in the graph. */
export interface Ranked {
  readonly id: string;
  readonly outDegree: number;
  readonly inDegree: number;
  /** Share of those acted towards who acted back, 0–1; `undefined` without one. */
  readonly reciprocity: number | undefined;
  /** PageRank times the number of people: 1 is average. */
  readonly influence: number;
  /** Number of the community, from 0, in no lasting order. */
  readonly community: number;
}

// Both are CommonJS modules whose export is the function itself, though their types name a default export.
const pagerank = pagerankModule as unknown as typeof pagerankModule.default;
const louvain = louvainModule as unknown as typeof louvainModule.default;

const seed = 20_261_122;

/**
 * Ranks the people of a graph: influence by PageRank (Brin, Page 1998; damping 0.85), communities by Louvain (Blondel,
 * Guillaume, Lambiotte, Lefebvre 2008; resolution 1, direction left out).
 *
 * The most influential comes first, ties by id. The same edges give the same answer, whatever their order. Each pair may
 * be named once; nobody acts towards themselves.
 */
export function rankPeople(edges: readonly PeopleEdge[]): readonly Ranked[] {
  const sorted = [...edges].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
  const ids = [...new Set(sorted.flatMap(({ from, to }) => [from, to]))].sort(compare);
  const directed = new DirectedGraph<object, { weight: number }>();
  const mutual = new UndirectedGraph<object, { weight: number }>();
  for (const id of ids) {
    directed.addNode(id);
    mutual.addNode(id);
  }
  const standing = new Map(ids.map((id) => [id, { out: new Set<string>(), in: new Set<string>() }]));
  for (const { from, to, strength, stands } of sorted) {
    directed.addEdge(from, to, { weight: strength });
    const back = mutual.edge(from, to);
    if (back === undefined) mutual.addEdge(from, to, { weight: strength });
    else mutual.updateEdgeAttribute(back, 'weight', (weight = 0) => weight + strength);
    if (!stands) continue;
    standing.get(from)?.out.add(to);
    standing.get(to)?.in.add(from);
  }
  if (ids.length === 0) return [];
  // At 0.85 what is left after 1,000 rounds is below any tolerance, so it always converges.
  const ranks = pagerank(directed, { getEdgeWeight: 'weight', maxIterations: 1_000, tolerance: 1e-9 });
  const communities = louvain(mutual, { getEdgeWeight: 'weight', rng: createSeededRandom(seed) });
  const influence = (id: string): number => (ranks[id] ?? 0) * ids.length;
  const order = [...ids].sort((a, b) => influence(b) - influence(a) || compare(a, b));
  return order.map((id): Ranked => {
    const { out = new Set<string>(), in: incoming = new Set<string>() } = standing.get(id) ?? {};
    const back = [...out].filter((peer) => incoming.has(peer)).length;
    return {
      id,
      outDegree: out.size,
      inDegree: incoming.size,
      reciprocity: out.size === 0 ? undefined : back / out.size,
      influence: influence(id),
      community: communities[id] ?? 0,
    };
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
