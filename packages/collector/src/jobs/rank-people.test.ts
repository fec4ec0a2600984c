import { describe, expect, it } from 'vitest';
import { karateClubEdges } from './karate-club.fixture.ts';
import { type PeopleEdge, rankPeople } from './rank-people.ts';

const edge = (from: string, to: string, strength = 1, stands = true): PeopleEdge => ({
  from,
  to,
  strength,
  stands,
});
/** Everybody of a group towards everybody else of it. */
const clique = (ids: string): readonly PeopleEdge[] =>
  [...ids].flatMap((a) => [...ids].filter((b) => b !== a).map((b) => edge(a, b)));
const byId = (edges: readonly PeopleEdge[]) => new Map(rankPeople(edges).map((one) => [one.id, one]));

describe('ranking people', () => {
  it('gives no one a place without edges', () => {
    expect(rankPeople([])).toEqual([]);
  });

  it('puts whom many follow before those who follow, and averages 1', () => {
    const ranked = rankPeople([edge('a', 'star'), edge('b', 'star'), edge('c', 'star'), edge('a', 'b')]);
    expect(ranked[0]).toMatchObject({ id: 'star', inDegree: 3, outDegree: 0 });
    expect(ranked.reduce((sum, { influence }) => sum + influence, 0) / ranked.length).toBeCloseTo(1, 6);
  });

  it('agrees with PageRank by hand on a pair', () => {
    // Both act towards each other alike: 1 each.
    const ranked = byId([edge('a', 'b', 3), edge('b', 'a', 1)]);
    expect(ranked.get('a')?.influence).toBeCloseTo(1, 9);
    expect(ranked.get('a')?.reciprocity).toBe(1);
  });

  it('finds circles that hardly touch, the same ones in any order of edges', () => {
    const edges = [...clique('abcd'), ...clique('wxyz'), edge('d', 'w', 0.1)];
    const ranked = byId(edges);
    const circle = (ids: string) => new Set([...ids].map((id) => ranked.get(id)?.community));
    expect(circle('abcd').size).toBe(1);
    expect(circle('wxyz').size).toBe(1);
    expect(circle('abcdwxyz').size).toBe(2);
    expect(rankPeople([...edges].reverse())).toEqual(rankPeople(edges));
  });

  it('counts in degrees only what stands', () => {
    const ranked = byId([edge('a', 'b', 0.5, false), edge('a', 'c'), edge('c', 'a')]);
    expect(ranked.get('a')).toMatchObject({ outDegree: 1, inDegree: 1, reciprocity: 1 });
    expect(ranked.get('b')).toMatchObject({ outDegree: 0, inDegree: 0, reciprocity: undefined });
  });

  it("agrees with the published PageRank of Zachary's karate club, and splits it where it split", () => {
    const ranked = byId(karateClubEdges());
    expect(ranked.size).toBe(34);
    // networkx 3, pagerank(karate_club_graph(), weight=None), times 34 members.
    const published = { 34: 0.100918, 1: 0.097002, 33: 0.071692, 3: 0.057078, 2: 0.052878 };
    for (const [id, rank] of Object.entries(published)) {
      expect(ranked.get(id)?.influence).toBeCloseTo(34 * rank, 3);
    }
    expect(ranked.get('1')?.outDegree).toBe(16);
    const communities = new Set([...ranked.values()].map(({ community }) => community));
    expect(communities.size).toBe(4);
    expect(ranked.get('1')?.community).toBe(ranked.get('2')?.community);
    expect(ranked.get('33')?.community).toBe(ranked.get('34')?.community);
    expect(ranked.get('1')?.community).not.toBe(ranked.get('34')?.community);
  });
});
