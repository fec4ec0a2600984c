import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLikeness, runLikenessJson } from './harness/command-line.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

const dayMs = 86_400_000;
/** The command reads the real clock, and so does SQL. */
const now = Date.now();
let service: TestService;
let dir: string;

/**
 * Sixty visitors on forty days: what a visitor is after changes every four days, and the price band stays the same for
 * each of them.
 */
beforeAll(async () => {
  service = await createTestService(() => now);
  dir = await mkdtemp(join(tmpdir(), 'likeness-tune-'));
  for (let day = 0; day < 40; day++) {
    await service.send(
      Array.from({ length: 60 }, (_, visitor) => ({
        type: 'track',
        event: 'Product Viewed',
        messageId: `${visitor}-${day}`,
        anonymousId: `visitor-${visitor}`,
        timestamp: new Date(now - (40 - day) * dayMs + visitor * 1_000).toISOString(),
        properties: {
          category: `c${(visitor * 7 + Math.floor(day / 4) * 13) % 40}`,
          price: 5 * 2 ** (visitor % 6),
        },
      })),
    );
  }
});
afterAll(async () => {
  await rm(dir, { recursive: true });
  await service.drop();
});

interface Tuned {
  readonly events: number;
  readonly families: readonly {
    readonly family: string;
    readonly sessions: number;
    readonly pick: string;
    readonly scores: readonly { readonly policy: string; readonly ndcg: number; readonly hitRate: number }[];
  }[];
  readonly interests: { readonly halfLives: { readonly families: Record<string, object> } } | null;
}
const tune = async (...flags: readonly string[]) =>
  // What the command prints with --json.
  (await runLikenessJson(['tune', '--site', 'test', ...flags], {
    databaseUrl: service.database.url,
  })) as unknown as Tuned;
const tagsOf = async (id: string) =>
  // The profile's view, of which the tags are looked at.
  ((await service.read(`/v1/profiles/${id}`)).body as { readonly tags: readonly Tag[] }).tags;
interface Tag {
  readonly family: string;
  readonly value: string;
  readonly share: number;
  readonly relevance: number;
}

describe('likeness tune', () => {
  it('stores nothing in a dry run', async () => {
    const { events } = await tune('--dry-run');
    expect(events).toBe(2_400);
    expect(await service.engine.database.sql`SELECT 1 FROM likeness.tag_relevance`).toHaveLength(0);
  });

  it('judges every family in the order of time and picks what is better beyond doubt', async () => {
    const { families, interests } = await tune();
    const category = families.find(({ family }) => family === 'category');
    const price = families.find(({ family }) => family === 'price');
    // Of each visitor every day but the first.
    expect([category?.sessions, price?.sessions]).toEqual([60 * 39, 60 * 39]);
    expect(category?.pick).toMatch(/^(1 d and 30 d|3 d and 60 d)$/);
    expect(Object.keys(interests?.halfLives.families ?? {})).toContain('category');
    expect(Object.keys(interests?.halfLives.families ?? {})).not.toContain('price');
    expect(price?.scores[0]).toMatchObject({ hitRate: 1, ndcg: 1 });
    const ndcg = (policy: string) => category?.scores.find((score) => score.policy === policy)?.ndcg ?? 0;
    expect(ndcg('fast alone')).toBeGreaterThan(ndcg('plain counts'));
    expect(ndcg('configured')).toBeGreaterThan(ndcg('crowd alone'));
  });

  it('makes relevance live: over HTTP and in SQL, and both agree', async () => {
    const tags = await tagsOf('visitor-3');
    const [first] = [...tags]
      .filter(({ family }) => family === 'category')
      .sort((a, b) => b.relevance - a.relevance);
    // What it was after last.
    expect(first?.value).toBe(`c${(3 * 7 + 9 * 13) % 40}`);
    const rows = await service.engine.database.sql<{ key: string; relevance: number }[]>`
      SELECT family || ' ' || value AS key, relevance FROM likeness.profile_tags
      WHERE profile_id = likeness.profile_id('visitor-3')`;
    const inSql = new Map(rows.map((row) => [row.key, row.relevance]));
    expect(tags.length).toBe(inSql.size);
    for (const { family, value, relevance } of tags) {
      // Some seconds lie between the two readings.
      expect(inSql.get(`${family} ${value}`)).toBeCloseTo(relevance, 3);
      expect(relevance).toBeGreaterThan(0);
      expect(relevance).toBeLessThanOrEqual(1);
    }
  });

  it('explains relevance by events and by what everybody likes, over HTTP and in SQL', async () => {
    const tags = await tagsOf('visitor-3');
    const liked = await service.engine.database.sql<{ family: string; value: string }[]>`
      SELECT family, value FROM likeness.tag_crowd JOIN likeness.tags USING (tag_id)`;
    const crowd = new Set(liked.map(({ family, value }) => `${family} ${value}`));
    const tag = tags.find(({ family, value }) => crowd.has(`${family} ${value}`));
    if (tag === undefined) throw new Error('nobody likes what the visitor likes');
    const { family, value, relevance } = tag;
    const parts = await service.engine.database.sql<{ event_id: string | null; contribution: number }[]>`
      SELECT event_id, contribution
      FROM likeness.explain_relevance(likeness.profile_id('visitor-3'), ${family}, ${value})`;
    expect(parts.some(({ event_id }) => event_id === null)).toBe(true);
    expect(parts.some(({ event_id }) => event_id !== null)).toBe(true);
    // Some seconds lie between the readings.
    expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(relevance, 3);
    const what = encodeURIComponent(`relevance:${family}:${value}`);
    const { body } = await service.read(`/v1/profiles/visitor-3/explain?what=${what}`);
    expect(body).toMatchObject({
      value: expect.closeTo(relevance, 3),
      base: expect.closeTo(parts.find(({ event_id }) => event_id === null)?.contribution ?? 0, 6),
    });
  });

  it('mixes evenly, without a crowd, what was never tuned', async () => {
    await service.engine.database.sql`DELETE FROM likeness.tag_relevance WHERE family = 'price'`;
    const price = (await tagsOf('visitor-3')).find(({ family }) => family === 'price');
    // Forty views in the one band: of each of three parts 40 / (40 + 10) at most, of the crowd nothing.
    expect(price?.relevance).toBeGreaterThan(0.3);
    expect(price?.relevance).toBeLessThan((3 * 0.25 * 40) / 50);
  });

  it('takes a sample where there are more profiles than asked for', async () => {
    const { events } = await tune('--profiles', '20', '--dry-run');
    expect(events).toBeGreaterThan(0);
    expect(events).toBeLessThan(1_600);
    // The tenth day lies in part before the time at which the command began.
    const { events: ofTenDays } = await tune('--days', '10', '--dry-run');
    expect(ofTenDays).toBeGreaterThanOrEqual(540);
    expect(ofTenDays).toBeLessThanOrEqual(600);
  });

  it('prints a table by family and writes what to configure', async () => {
    const file = join(dir, 'tuned.ts');
    const flags = ['tune', '--site', 'test', '--dry-run', '--family', 'category', '--write', file];
    const { out } = await runLikeness(flags, { databaseUrl: service.database.url });
    expect(out).toMatch(/category: 2340 sessions judged/);
    expect(out).toMatch(/→ {2}\d+ d and \d+ d .*%/);
    expect(out).not.toMatch(/price: /);
    expect(out).toMatch(/put this into likeness.config.ts/);
    const written = await readFile(file, 'utf8');
    expect(written).toMatch(/export const tunedInterests = \{/);
    expect(written).toMatch(/"category": \{\s+"fast": "\dd"/);
  });

  it('says which flag is wrong', async () => {
    const { code, err } = await runLikeness(['tune', '--profiles', 'many'], {
      databaseUrl: service.database.url,
    });
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(/--profiles must be/) });
  });
});
