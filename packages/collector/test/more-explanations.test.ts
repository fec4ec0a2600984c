import type { JsonObject } from '@likeness/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExplanationView } from '../src/read/explain-route.ts';
import { tellingHistory } from './explanations/telling-history.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

const now = Date.UTC(2026, 10, 20, 12);
const dayMs = 86_400_000;
const asOf = `timestamptz '${new Date(now).toISOString()}'`;

let service: TestService;
const sql = () => service.engine.database.sql;

beforeAll(async () => {
  service = await createTestService(() => now);
  // Everybody, against whom a user is read: enough buyers for a lifetime model, enough prices for a distribution.
  const buyers = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 1 + (i % 4) }, (_, nth) => ({
      type: 'track',
      event: 'Order Completed',
      messageId: `order ${i} ${nth}`,
      userId: `buyer ${i}`,
      timestamp: new Date(now - (i + 1 + nth * 20) * dayMs).toISOString(),
      properties: {
        revenue: 10 + i,
        currency: 'EUR',
        products: ['Home > Kitchen', 'Garden', ''].map((category) => ({ price: 5 + i, category })),
      },
    })),
  );
  await service.send(buyers.flat());
  for (const job of ['buyer-scores', 'price-levels']) {
    expect((await service.scheduler.runNow(job))?.error).toBeUndefined();
  }
});
afterAll(() => service.drop());

/** What HTTP is asked, the same in SQL (the profile comes before the arguments), and the unit of HTTP by that of SQL. */
const questions: readonly (readonly [what: string, call: string, unit?: number])[] = [
  ['events', 'explain_events()'],
  ['days-since:first', `explain_days_since('first', NULL, ${asOf})`],
  ['days-since:last', `explain_days_since('last', NULL, ${asOf})`],
  ['days-since:last:Order Completed', `explain_days_since('last', 'Order Completed', ${asOf})`],
  ['tag:category:home/*', `explain_tag('category', 'home/*', 'weight', ${asOf})`],
  ['relevance:category:garden', `explain_relevance('category', 'garden', ${asOf})`],
  ['tag.share:category:garden', `explain_tag('category', 'garden', 'share', ${asOf})`],
  ...(['orders', 'items', 'refunds', 'revenue', 'refunded', 'average-order'] as const).flatMap((read) => [
    [`value:${read}`, `explain_value(NULL, '${read}')`] as const,
    [`value:${read}:USD`, `explain_value('USD', '${read}')`] as const,
  ]),
  ...['recency', 'frequency', 'monetary'].map(
    (read) => [`rfm:${read}:EUR`, `explain_rfm('EUR', '${read}', ${asOf})`] as const,
  ),
  ['lifetime-value:EUR', `explain_lifetime_value('EUR', ${asOf})`],
  ...[
    'visits',
    'page-views',
    'visible-minutes',
    'max-depth',
    'mean-depth',
    'pages-per-visit',
    'bounce-rate',
    'minutes-per-page',
    'click-through',
  ].map((read) => [`engagement:${read}`, `explain_engagement('${read}')`] as const),
  ['placement:banner', `explain_placement('banner')`],
  ['web-vital:lcp', `explain_web_vital('lcp')`],
  ['web-vital:cls', `explain_web_vital('cls')`],
  ...['priceSensitivity', 'discountShare', 'pricePosition', 'variety', 'varietyChange', 'viewsPerOrder'].map(
    (read) => [`psychographic:${read}`, `explain_psychographic('${read}', ${asOf})`] as const,
  ),
  ['psychographic:deliberationMs', `explain_psychographic('deliberation')`, dayMs],
  ...['degree', 'out-degree', 'in-degree', 'reciprocity', 'interactions-per-day'].map(
    (read) => [`social:${read}`, `explain_social('${read}', ${asOf})`] as const,
  ),
  ['tie:bob', `explain_tie('bob', ${asOf})`],
  ['trait:city', `explain_trait('city')`],
  ['channel:first:kind', `explain_channel('first')`],
  ['channel:last:source', `explain_channel('last')`],
  ...['device', 'language', 'timeZone', 'region'].map(
    (read) => [`environment:${read}`, `explain_environment('${read}')`] as const,
  ),
];

/** A column of a view, and what makes it. */
const columns: readonly (readonly [column: string, what: string])[] = [
  ['profile_rfm.frequency', 'rfm:frequency:EUR'],
  ['profile_rfm.monetary', 'rfm:monetary:EUR'],
  ['profile_engagement.pages_per_visit', 'engagement:pages-per-visit'],
  ['profile_engagement.mean_depth', 'engagement:mean-depth'],
  ['profile_engagement.click_through_rate', 'engagement:click-through'],
  ['profile_psychographics.discount_share', 'psychographic:discountShare'],
  ['profile_psychographics.price_position', 'psychographic:pricePosition'],
  ['profile_psychographics.price_sensitivity', 'psychographic:priceSensitivity'],
  ['profile_psychographics.variety', 'psychographic:variety'],
  ['profile_psychographics.variety_change', 'psychographic:varietyChange'],
  ['profile_psychographics.views_per_order', 'psychographic:viewsPerOrder'],
  ['profile_social.degree', 'social:degree'],
  ['profile_social.reciprocity', 'social:reciprocity'],
];

interface Contribution {
  readonly event_id: string | null;
  readonly contribution: number;
}

let users = 0;

/** Sends a history of somebody new and answers who it is. */
async function sendHistory(events: readonly (readonly [number, JsonObject, JsonObject])[]): Promise<string> {
  users++;
  const id = `itself ${users}`;
  const sent = events.map(([agoMs, given, what], i) => ({
    ...what,
    messageId: `${id} ${i}`,
    anonymousId: `device ${users}`,
    userId: id,
    timestamp: new Date(now - agoMs).toISOString(),
    context: given,
  }));
  expect((await service.send(sent)).status).toBe(200);
  return id;
}

async function explain(id: string, what: string): Promise<ExplanationView> {
  const { status, body: answer } = await service.read(
    `/v1/profiles/${encodeURIComponent(id)}/explain?what=${encodeURIComponent(what)}`,
  );
  expect(status, what).toBe(200);
  // What the route answers when it is not asked about a segment.
  return answer as ExplanationView;
}

async function explainInSql(id: string, call: string): Promise<readonly Contribution[]> {
  // Calls are written above: nothing foreign is in them.
  const [name = '', rest = ''] = call.split(/(?<=\w)\((.*)/s);
  const given = rest === ')' ? rest : `, ${rest}`;
  return await sql().unsafe<Contribution[]>(
    `SELECT event_id, contribution FROM likeness.${name}(likeness.profile_id('${id}')${given}`,
  );
}

const sumOf = (rows: readonly Contribution[]): number =>
  rows.reduce((sum, { contribution }) => sum + contribution, 0);

function expectNear(actual: number, expected: number, what: string): void {
  expect(Math.abs(actual - expected), `${what}: ${actual} for ${expected}`).toBeLessThanOrEqual(
    1e-6 * Math.max(1, Math.abs(expected)),
  );
}

function expectSameParts(
  rows: readonly Contribution[],
  explained: ExplanationView,
  at: readonly [string, number],
): void {
  const [what, unit] = at;
  const fromHttp = new Map(explained.events.map(({ eventId, amount }) => [eventId, amount / unit]));
  const own = rows.flatMap(({ event_id: id }) => id ?? []);
  expect([...own].sort(), what).toEqual([...fromHttp.keys()].sort());
  for (const { event_id: id, contribution } of rows) {
    expectNear(contribution, id === null ? explained.base : (fromHttp.get(id) ?? Number.NaN), what);
  }
  if (typeof explained.value === 'number') expectNear(sumOf(rows), explained.value / unit, what);
}

describe('SQL names the same events with the same parts as HTTP', () => {
  it('for derived numbers and facts, whose parts add up to the views', async () => {
    await fc.assert(
      fc.asyncProperty(tellingHistory, async (events) => {
        const id = await sendHistory(events);
        const sums = new Map<string, number | undefined>();
        for (const [what, call, unit = 1] of questions) {
          const [explained, rows] = await Promise.all([explain(id, what), explainInSql(id, call)]);
          expectSameParts(rows, explained, [what, unit]);
          sums.set(what, explained.value === null ? undefined : sumOf(rows));
        }
        // A history that says hardly anything would show hardly anything.
        expect([...sums.values()].filter((sum) => sum !== undefined).length).toBeGreaterThan(30);
        for (const [column, what] of columns) {
          const [view = '', name = ''] = column.split('.');
          const currency = ['profile_rfm', 'profile_lifetime_value'].includes(view)
            ? `AND currency = 'EUR'`
            : '';
          const [row] = await sql().unsafe<{ value: number | null }[]>(
            `SELECT ${name}::float8 AS value FROM likeness.${view} WHERE profile_id = likeness.profile_id('${id}') ${currency}`,
          );
          const sum = sums.get(what);
          if (sum === undefined) expect(row?.value ?? null, what).toBeNull();
          else expectNear(sum, row?.value ?? Number.NaN, column);
        }
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });

  it('for texts, whose single scores the profile does not keep, in equal parts', async () => {
    const id = await sendHistory(
      ['A lovely mug, I love it', 'Terrible'].map((text, i) => [
        i,
        {},
        { type: 'track', event: 'Product Reviewed', properties: { text } },
      ]),
    );
    const explained = await explain(id, 'psychographic:sentiment');
    const rows = await explainInSql(id, `explain_psychographic('sentiment')`);
    expect(rows.map((row) => row.event_id).sort()).toEqual(explained.events.map((e) => e.eventId).sort());
    expectNear(sumOf(rows), Number(explained.value), 'sentiment');
    expect(rows[0]?.contribution).toBe(rows[1]?.contribution);
  });
});

it('explains whatever a rule compares, as it is written in the rule', async () => {
  const [events = []] = fc.sample(tellingHistory, 1);
  const id = await sendHistory(events);
  const measures: readonly (readonly [JsonObject, what: string])[] = [
    [{ measure: 'events' }, 'events'],
    [{ measure: 'days-since', time: 'last', event: 'Product Viewed' }, 'days-since:last:Product Viewed'],
    [
      { measure: 'tag', family: 'category', value: 'home', read: 'share', scope: 'subtree' },
      'tag.share:category:home/*',
    ],
    [{ measure: 'tag', family: 'category', value: 'garden', read: 'rank' }, 'tag.rank:category:garden'],
    [{ measure: 'rate', kind: 'all', halfLife: 'month' }, 'rate:all:month'],
    [{ measure: 'value', read: 'average-order' }, 'value:average-order'],
    [{ measure: 'engagement', read: 'visible-minutes' }, 'engagement:visible-minutes'],
    [{ measure: 'psychographic', read: 'discount-share' }, 'psychographic:discountShare'],
    [{ measure: 'social', read: 'in-degree' }, 'social:in-degree'],
    [{ measure: 'environment', read: 'timeZone' }, 'environment:timeZone'],
  ];
  for (const [measure, what] of measures) {
    const rows = await explainInSql(id, `explain_measure('${JSON.stringify(measure)}', ${asOf})`);
    expectSameParts(rows, await explain(id, what), [what, 1]);
  }
  expect(await explainInSql(id, `explain_measure('{"measure": "prediction", "name": "churn"}')`)).toEqual([]);
  const rows = await explainInSql(id, `explain_segment('new', ${asOf})`);
  expectSameParts(rows, await explain(id, 'days-since:first'), ['segment new', 1]);
});

it('adds lifetime values up to those that the job wrote', async () => {
  const [row] = await sql()<{ buyers: number; off: number }[]>`
    SELECT count(*)::int AS buyers, max(abs(e.value - l.value))::float8 AS off
    FROM likeness.profile_lifetime_value l
    CROSS JOIN LATERAL (
      SELECT sum(contribution) AS value FROM likeness.explain_lifetime_value(l.profile_id, l.currency, l.computed_at)
    ) AS e`;
  expect(row?.buyers).toBe(40);
  expect(row?.off).toBeLessThan(1e-6);
});

it('says every formula in the words of HTTP', async () => {
  const id = await sendHistory([[0, {}, { type: 'page', properties: {} }]]);
  const asked = ['tag:category:a', 'tag.fast:hour:10', 'rate:view:hour', 'count:page', 'window:view:30'];
  for (const what of [...asked, ...questions.map(([question]) => question)]) {
    // The strength of a lifetime value is a number of the site, and a formula is not of one site.
    if (what.startsWith('lifetime-value')) continue;
    const [row] = await sql()<{ formula: string }[]>`SELECT likeness.explain_formula(${what}) AS formula`;
    expect(row?.formula, what).toBe((await explain(id, what)).formula);
  }
});
