import {
  dayMs,
  type EventKind,
  eventKinds,
  halfLivesOf,
  type Measure,
  mostHalfLives,
  rateHalfLives,
  ruleTolerance,
  type TagHalfLives,
} from '@likeness/core';
import { countRoom, firstDay, kindRoom } from '../pack-profile.ts';
import type { Parameters } from './parameters.ts';
import type { SqlValue } from './test-sql.ts';

/** What a measure is compiled with. */
export interface MeasureSqlContext {
  readonly parameters: Parameters;
  /** Epoch ms. */
  readonly now: number;
  readonly halfLives: TagHalfLives;
}

/** SQL of one measure of the profile in the row `p` of `likeness.profiles`, the same as core's `readMeasure`. */
export function measureSql(measure: Measure, context: MeasureSqlContext): SqlValue {
  const text = (value: string): string => context.parameters.add(value, 'text');
  switch (measure.measure) {
    case 'trait':
      return json(`nullif(p.traits -> ${text(measure.name)} -> 'value', 'null'::jsonb)`);
    case 'events':
      return number('p.events::float8');
    case 'count':
      return number(`coalesce(${countSql('counts', text(measure.event))}, 0)`);
    case 'window':
      return number(windowSql(measure, context));
    case 'rate':
      return number(rateSql(measure, context));
    case 'tag':
      return number(tagSql(measure, context));
    case 'days-since':
      return number(
        `(${context.parameters.add(context.now, 'float8')} - ${timeSql(measure, text)}) / ${dayMs}`,
      );
    case 'value':
      return number(valueSql(measure, text));
    case 'engagement':
      return number(engagementSql(measure.read));
    case 'channel':
      return {
        type: 'text',
        sql: `p.state -> 'channel' -> ${text(measure.touch)} ->> ${text(measure.read)}`,
      };
    case 'environment':
      return { type: 'text', sql: `p.state -> 'environment' -> ${text(measure.read)} ->> 0` };
    case 'psychographic':
      return number(psychographicSql(measure.read));
    case 'social':
      return number(socialSql(measure.read));
    case 'prediction':
      return number(
        `(SELECT q.value FROM likeness.profile_predictions q WHERE q.profile_id = p.profile_id AND q.name = ${text(measure.name)})`,
      );
  }
}

type MeasureOf<K extends Measure['measure']> = Extract<Measure, { measure: K }>;

function number(sql: string): SqlValue {
  return { sql, type: 'number' };
}

function json(sql: string): SqlValue {
  return { sql, type: 'json' };
}

/** Time of the latest event, epoch ms, as exact as it is stored. */
const lastAt = '(extract(epoch FROM p.last_at) * 1000)::float8';

function countSql(column: 'counts' | 'count_first_at' | 'count_last_at', name: string): string {
  return `(SELECT u.value::float8 FROM unnest(p.count_ids, p.${column}) AS u (id, value)
    WHERE u.id = (SELECT text_id FROM likeness.texts WHERE digest = md5(${name})::uuid))`;
}

function timeSql(measure: MeasureOf<'days-since'>, text: (value: string) => string): string {
  const which = measure.time === 'first' ? 'first_at' : 'last_at';
  return measure.event === undefined
    ? `(extract(epoch FROM p.${which}) * 1000)::float8`
    : countSql(`count_${which}`, text(measure.event));
}

/** What `packProfile` makes of days. */
function windowSql(measure: MeasureOf<'window'>, { parameters, now }: MeasureSqlContext): string {
  const today = parameters.add(Math.floor(now / dayMs) - firstDay, 'float8');
  const day = `d.packed / ${kindRoom * countRoom}`;
  const kind =
    measure.kind === 'all'
      ? 'true'
      : `d.packed / ${countRoom} % ${kindRoom} = ${eventKinds.indexOf(measure.kind)}`;
  return `coalesce((SELECT sum(d.packed % ${countRoom})::float8 FROM unnest(p.day_counts) AS d (packed)
    WHERE ${day} <= ${today} AND ${day} > ${today} - ${parameters.add(measure.days, 'float8')} AND ${kind}), 0)`;
}

/** What is left of a weight as of `last_at`; the exponent is bounded because Postgres fails on underflow. */
function remainingSql(elapsedMs: string, halfLifeMs: number): string {
  return `power(2::float8, - least(${mostHalfLives}, (${elapsedMs}) / ${halfLifeMs}::float8))`;
}

const rateColumns = { hour: 0, day: 1, week: 2, month: 3 } as const;

function rateSql(measure: MeasureOf<'rate'>, { parameters, now }: MeasureSqlContext): string {
  const column = rateColumns[measure.halfLife];
  const halfLifeMs = rateHalfLives[column];
  const kinds: readonly EventKind[] = measure.kind === 'all' ? eventKinds : [measure.kind];
  const sum = kinds
    .map((kind) => `p.rates[${4 * eventKinds.indexOf(kind) + column + 1}]::float8`)
    .join(' + ');
  const elapsed = `greatest(0, ${parameters.add(now, 'float8')} - ${lastAt})`;
  return `coalesce((${sum}) * ${remainingSql(elapsed, halfLifeMs)} * ${Math.LN2 * dayMs} / ${halfLifeMs}, 0)`;
}

function tagSql(measure: MeasureOf<'tag'>, { parameters, now, halfLives }: MeasureSqlContext): string {
  const { fastMs, slowMs } = halfLivesOf(halfLives, measure.family);
  const elapsed = `${parameters.add(now, 'float8')} - ${lastAt}`;
  const isMine = `u.id IN (${tagIdsSql(measure, parameters)})`;
  const packed = 'unnest(p.tag_ids, p.tag_counts, p.tag_fast, p.tag_slow) AS u (id, count, fast, slow)';
  const fast = `u.fast::float8 * ${remainingSql(elapsed, fastMs)}`;
  const slow = `u.slow::float8 * ${remainingSql(elapsed, slowMs)}`;
  const sum = (of: string): string =>
    `coalesce((SELECT sum(${of})::float8 FROM ${packed} WHERE ${isMine}), 0)`;
  const family = `SELECT ${isMine} AS is_mine, ${fast} + ${slow} AS weight FROM ${packed}
    WHERE u.id IN (SELECT tag_id FROM likeness.tags WHERE family = ${parameters.add(measure.family, 'text')})`;
  const mine = 'sum(f.weight) FILTER (WHERE f.is_mine)';
  switch (measure.read) {
    case 'count':
      return sum('u.count');
    case 'fast':
      return sum(fast);
    case 'slow':
      return sum(slow);
    case 'weight':
      return `${sum(`${fast} + ${slow}`)} / 2`;
    case 'share':
      return `coalesce((SELECT greatest(0, ${mine}) / nullif(greatest(0, ${mine})
        + coalesce(sum(greatest(0, f.weight)) FILTER (WHERE NOT f.is_mine), 0), 0) FROM (${family}) AS f), 0)`;
    case 'rank':
      return `(SELECT 1 + (SELECT count(*) FROM (${family}) AS other
          WHERE NOT other.is_mine AND other.weight > own.weight + abs(own.weight) * ${ruleTolerance}::float8)::float8
        FROM (SELECT ${mine} AS weight FROM (${family}) AS f) AS own WHERE own.weight IS NOT NULL)`;
  }
}

/** The numbers of the tags that a measure is about; core's `isMeasured`. */
function tagIdsSql({ family, value, scope }: MeasureOf<'tag'>, parameters: Parameters): string {
  if (scope !== 'subtree') {
    return `SELECT tag_id FROM likeness.tags WHERE digest = md5(${parameters.add(`${family}\t${value}`, 'text')})::uuid`;
  }
  const text = parameters.add(value, 'text');
  return `SELECT tag_id FROM likeness.tags WHERE family = ${parameters.add(family, 'text')}
    AND (value = ${text} OR starts_with(value, ${text} || '/'))`;
}

/** The currency with most orders; ties go to the code that comes first. */
const mainValue = `(SELECT v.value FROM jsonb_each(p.state -> 'value') AS v
  ORDER BY (v.value ->> 'orders')::float8 DESC, v.key COLLATE "C" LIMIT 1)`;

const valueFields = {
  orders: 'orders',
  items: 'items',
  refunds: 'refunds',
  revenue: 'revenueMicros',
  refunded: 'refundedMicros',
} as const;

function valueSql({ read, currency }: MeasureOf<'value'>, text: (value: string) => string): string {
  const main = currency === undefined ? mainValue : `(p.state -> 'value' -> ${text(currency)})`;
  const field = (name: string): string => `(${main} ->> '${name}')::float8`;
  switch (read) {
    case 'orders':
    case 'items':
    case 'refunds':
      return currency === undefined
        ? `coalesce((SELECT sum((v.value ->> '${read}')::float8) FROM jsonb_each(p.state -> 'value') AS v), 0)`
        : `coalesce(${field(read)}, 0)`;
    case 'revenue':
    case 'refunded':
      return `coalesce(${field(valueFields[read])}, 0) / 1e6::float8`;
    case 'average-order':
      return `${field('revenueMicros')} / 1e6::float8 / nullif(${field('orders')}, 0)`;
  }
}

function engagementSql(read: MeasureOf<'engagement'>['read']): string {
  const field = (name: string): string => `coalesce((p.state -> 'engagement' ->> '${name}')::float8, 0)`;
  switch (read) {
    case 'visits':
      return field('visits');
    case 'visible-minutes':
      return `${field('visibleMs')} / 60000`;
    case 'max-depth':
      return field('maxDepth');
    case 'page-views':
      return field('pageViews');
    case 'click-through':
      // least() passes over null, so the division alone would make an unknown rate 1.
      return `CASE WHEN (p.state #>> '{clickThrough,total,0}')::float8 > 0
        THEN least(1, (p.state #>> '{clickThrough,total,1}')::float8
          / (p.state #>> '{clickThrough,total,0}')::float8) END`;
  }
}

function psychographicSql(read: MeasureOf<'psychographic'>['read']): string {
  const field = (name: string): string => `coalesce((p.state -> 'psychographics' ->> '${name}')::float8, 0)`;
  switch (read) {
    case 'discount-share':
      return `CASE WHEN ${field('pricedViews')} + ${field('pricedBuys')} >= 3
        THEN (${field('discountedViews')} + 3 * ${field('discountedBuys')})
          / (${field('pricedViews')} + 3 * ${field('pricedBuys')}) END`;
    case 'sentiment':
      return `${field('feelings')} / 1000 / nullif(${field('texts')}, 0)`;
  }
}

function socialSql(read: MeasureOf<'social'>['read']): string {
  const counted = {
    degree: '(t.value ->> 0)::float8 > 0 OR (t.value ->> 1)::float8 > 0',
    'out-degree': '(t.value ->> 0)::float8 > 0',
    'in-degree': '(t.value ->> 1)::float8 > 0',
  } as const;
  return `(SELECT count(*) FROM jsonb_each(p.state -> 'social') AS t WHERE ${counted[read]})::float8`;
}
