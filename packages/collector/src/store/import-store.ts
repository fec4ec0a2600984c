import type { Statements } from './connect.ts';

/** One import as it stands in `likeness.imports`. */
export interface ImportRecord<P> {
  readonly importId: string;
  readonly siteId: number;
  readonly file: string;
  readonly bytes: number;
  readonly position: P;
  readonly counts: ImportCounts;
  readonly finishedAt: number | undefined;
}

/** Rows of an import; `read` is the sum of the others. */
export interface ImportCounts {
  readonly read: number;
  readonly imported: number;
  readonly duplicate: number;
  readonly quarantined: number;
}

/** Another process moved the same import on: nothing of this transaction may stay. */
export class ImportMovedError extends Error {
  override readonly name = 'ImportMovedError';
  constructor() {
    super('another process is importing the same file into the same site');
  }
}

/** Begins an import, or answers how far it came when it was begun before; times are epoch ms. */
export async function beginImport<P extends object>(
  sql: Statements,
  start: Omit<ImportRecord<P>, 'counts' | 'finishedAt'>,
  now: number,
): Promise<ImportRecord<P>> {
  await sql`
    INSERT INTO likeness.imports (
      import_id, site_id, file, bytes, position,
      rows_read, rows_imported, rows_duplicate, rows_quarantined, started_at, updated_at
    ) VALUES (
      ${start.importId}, ${start.siteId}, ${start.file}, ${start.bytes}, ${JSON.stringify(start.position)}::text::jsonb,
      0, 0, 0, 0, to_timestamp(${now}::float8 / 1000), to_timestamp(${now}::float8 / 1000)
    ) ON CONFLICT (import_id) DO NOTHING`;
  const [row] = await sql<ImportRow[]>`
    SELECT position::text AS position, rows_read::float8 AS read, rows_imported::float8 AS imported,
      rows_duplicate::float8 AS duplicate, rows_quarantined::float8 AS quarantined,
      (extract(epoch FROM finished_at) * 1000)::float8 AS finished_at
    FROM likeness.imports WHERE import_id = ${start.importId}`;
  if (row === undefined) throw new Error('an import that was just begun cannot be found');
  const { position, finished_at: finishedAt, ...counts } = row;
  // Only this store writes the column, with positions of this kind of import.
  return { ...start, position: JSON.parse(position) as P, counts, finishedAt: finishedAt ?? undefined };
}

/** Lets a finished import begin again from `position`, with all counts at 0. */
export async function restartImport(
  sql: Statements,
  importId: string,
  position: object,
  now: number,
): Promise<void> {
  await sql`
    UPDATE likeness.imports SET
      position = ${JSON.stringify(position)}::text::jsonb,
      rows_read = 0, rows_imported = 0, rows_duplicate = 0, rows_quarantined = 0,
      updated_at = to_timestamp(${now}::float8 / 1000), finished_at = NULL
    WHERE import_id = ${importId}`;
}

/**
 * Moves an import on, in the transaction that takes its rows in. Throws an {@link ImportMovedError} when it no longer
 * stands where this process left it (`readBefore` rows).
 */
export async function moveImport(
  sql: Statements,
  importId: string,
  move: {
    readonly readBefore: number;
    readonly position: object;
    readonly counts: ImportCounts;
    readonly isFinished: boolean;
    readonly now: number;
  },
): Promise<void> {
  const { counts, now } = move;
  const moved = await sql`
    UPDATE likeness.imports SET
      position = ${JSON.stringify(move.position)}::text::jsonb,
      rows_read = ${counts.read}, rows_imported = ${counts.imported},
      rows_duplicate = ${counts.duplicate}, rows_quarantined = ${counts.quarantined},
      updated_at = to_timestamp(${now}::float8 / 1000),
      finished_at = CASE WHEN ${move.isFinished}::boolean THEN to_timestamp(${now}::float8 / 1000) END
    WHERE import_id = ${importId} AND rows_read = ${move.readBefore} AND finished_at IS NULL`;
  if (moved.count !== 1) throw new ImportMovedError();
}

interface ImportRow extends ImportCounts {
  readonly position: string;
  readonly finished_at: number | null;
}
