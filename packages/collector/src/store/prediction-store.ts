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

/** As Postgres has it: what is absent is null. */
type PredictionRow = {
  readonly [K in keyof StoredPrediction]: undefined extends StoredPrediction[K]
    ? Exclude<StoredPrediction[K], undefined> | null
    : StoredPrediction[K];
};
