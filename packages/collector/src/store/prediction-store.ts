import type postgres from 'postgres';
import type { Statements } from './connect.ts';

/** What is expected of a user, and by what; times are epoch ms. */
export interface StoredPrediction {
  readonly name: string;
  readonly value: number;
  readonly model: string;
  /** When the model was fitted last. */
  readonly fittedAt: number | undefined;
  /** When this value was written. */
  readonly computedAt: number;
  /** Of the money; `undefined` where there is none in it. */
  readonly currency: string | undefined;
  /** How far ahead was looked; `undefined` for what is so now. */
  readonly horizonDays: number | undefined;
}

/** The predictions of a profile, by name; none where there is no evidence. */
export async function readPredictions(
  sql: Statements,
  profileId: string,
): Promise<readonly StoredPrediction[]> {
  const rows = await sql<PredictionRow[]>`
    SELECT name, value, model, currency, (extract(epoch FROM version) * 1000)::float8 AS "fittedAt",
      (extract(epoch FROM computed_at) * 1000)::float8 AS "computedAt",
      (extract(epoch FROM horizon) / 86400)::float8 AS "horizonDays"
    FROM likeness.profile_predictions WHERE profile_id = ${profileId} ORDER BY name`;
  return rows.map((row) => ({
    ...row,
    fittedAt: row.fittedAt ?? undefined,
    currency: row.currency ?? undefined,
    horizonDays: row.horizonDays ?? undefined,
  }));
}

/** The values of many profiles by name, as rules compare them. */
export async function loadPredictions(
  sql: Statements,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const rows = await sql<{ profile_id: string; predictions: Readonly<Record<string, number>> }[]>`
    SELECT profile_id, jsonb_object_agg(name, value) AS predictions FROM likeness.profile_predictions
    WHERE profile_id = ANY(${[...profileIds]}::bigint[]) GROUP BY profile_id`;
  return new Map(rows.map((row) => [row.profile_id, row.predictions]));
}

/** SQL that is true where the rule of any segment in use compares a prediction: only then do predictions cost anything. */
export function rulesReadPredictions(sql: Statements): postgres.Fragment {
  return sql`EXISTS (
    SELECT FROM likeness.segments WHERE retired_at IS NULL AND rule @? '$.**.measure ? (@ == "prediction")'
  )`;
}

const pageSize = 500;

/**
 * Has the segments of those looked at whose predictions were written as of now, and of those who are in a segment by
 * one that may be gone. Their versions rise, so that no process goes on with what it remembers of them.
 */
export async function announcePredictions(sql: Statements, now: number): Promise<void> {
  const rows = await sql<{ profile_id: string }[]>`
    SELECT profile_id FROM (
      SELECT profile_id FROM likeness.profile_predictions WHERE computed_at >= to_timestamp(${now / 1000}::float8)
      UNION
      SELECT m.profile_id FROM likeness.segment_members m JOIN likeness.segments s USING (segment_id)
      WHERE m.left_at IS NULL AND s.rule @? '$.**.measure ? (@ == "prediction")'
    ) AS p
    WHERE ${rulesReadPredictions(sql)} ORDER BY profile_id`;
  for (let i = 0; i < rows.length; i += pageSize) {
    const ids = rows.slice(i, i + pageSize).map((row) => row.profile_id);
    await sql`
      WITH locked AS MATERIALIZED (
        SELECT profile_id FROM likeness.profiles WHERE profile_id = ANY(${ids}::bigint[]) ORDER BY profile_id FOR UPDATE
      ), raised AS (
        UPDATE likeness.profiles p SET version = p.version + 1 FROM locked l WHERE p.profile_id = l.profile_id
        RETURNING p.profile_id
      )
      INSERT INTO likeness.segment_checks AS c (profile_id, due_at)
      SELECT profile_id, to_timestamp(${now / 1000}::float8) FROM raised
      ON CONFLICT (profile_id) DO UPDATE SET due_at = least(c.due_at, EXCLUDED.due_at)`;
  }
}

/** Predictions by name, as rules compare them. */
export function predictionValues(
  predictions: readonly Pick<StoredPrediction, 'name' | 'value'>[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(predictions.map(({ name, value }) => [name, value]));
}

/** As Postgres has it: what is absent is null. */
type PredictionRow = {
  readonly [K in keyof StoredPrediction]: undefined extends StoredPrediction[K]
    ? Exclude<StoredPrediction[K], undefined> | null
    : StoredPrediction[K];
};
