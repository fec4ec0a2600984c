import { hash } from 'node:crypto';
import { type EventId, eventLimits, layOutEventId, operatorEventLimits } from '@likeness/core';
import { type ApplyDeps, type ApplyInput, applyBatch, type IncomingEvent } from '../apply/apply-batch.ts';
import { acceptEvents } from '../ingest/accept-events.ts';
import type { KeepPlan } from '../ingest/keep-plan.ts';
import { beginImport, type ImportCounts, moveImport, restartImport } from '../store/import-store.ts';
import type { QuarantinedInput } from '../store/quarantine-store.ts';
import { refreshStatistics } from '../store/refresh-statistics.ts';
import type { Mapping } from './compile-mapping.ts';
import { type FileFormat, splitFile } from './file-format.ts';
import { type ImportPosition, type ReadRow as TrackedRow, trackPosition } from './import-position.ts';
import type { InputFile } from './input-file.ts';
import { createRowMapper, type Outcome } from './map-rows.ts';
import type { ReadRow } from './read-rows.ts';

/** What to import, and how. */
export interface ImportPlan {
  readonly siteId: number;
  readonly file: InputFile;
  readonly format: FileFormat;
  readonly mapping: Mapping;
  /** The mapping as text: another mapping makes another import. */
  readonly mappingText: string;
  readonly readRow: ReadRow;
  /** Where the rows begin when the import is new: behind the header. */
  readonly start: ImportPosition;
  /** What to do with an import that is finished: say so, or read all of it again. */
  readonly whenFinished: 'keep' | 'again';
}

/** How an import ended. */
export interface ImportResult extends ImportCounts {
  readonly importId: string;
  /** `interrupted`: the process was asked to stop; running it again goes on. */
  readonly state: 'finished' | 'interrupted' | 'already-imported';
  /** Rows that earlier runs of the same import had settled. */
  readonly readBefore: number;
}

/** Circumstances of an import. */
export interface ImportContext {
  readonly apply: ApplyDeps;
  /** Left out, there is no tracking plan. */
  readonly keepPlan?: KeepPlan | undefined;
  /** Epoch ms from which on events are kept; left out, all are. */
  readonly keptSince?: number | undefined;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Called once reading begins, with the rows that earlier runs settled. */
  readonly onBegin: (counts: ImportCounts) => void;
  /** Called with the rows settled so far, after every transaction. */
  readonly onProgress: (counts: ImportCounts) => void;
}

/** From so many imported rows on, the planner's statistics are brought up to date at the end. */
const statisticsRows = 10_000;

/** A transaction takes as many events, or as many rows, whichever comes first. */
const transactionEvents = 1_000;
const transactionRows = 20_000;

/**
 * Imports a file: reads it as a stream, takes its rows in by transactions, and writes how far it came in each of them.
 *
 * Killed at any moment, it goes on where it was when it is run again; every row is counted once: `read` is `imported` +
 * `duplicate` + `quarantined`. Throws what reading or Postgres says; what was committed stays.
 */
export async function importFile(plan: ImportPlan, context: ImportContext): Promise<ImportResult> {
  const { apply, keepPlan, keptSince, now, signal } = context;
  const { siteId, file } = plan;
  const importId = importIdOf(plan);
  const begun = await beginImport<ImportPosition>(
    apply.sql,
    { importId, siteId, file: file.name, bytes: file.bytes, position: plan.start },
    now(),
  );
  const isAgain = begun.finishedAt !== undefined && plan.whenFinished === 'again';
  if (begun.finishedAt !== undefined && !isAgain) {
    return { importId, state: 'already-imported', readBefore: begun.counts.read, ...begun.counts };
  }
  if (isAgain) await restartImport(apply.sql, importId, plan.start, now());
  const from = isAgain ? plan.start : begun.position;
  const readBefore = isAgain ? 0 : begun.counts.read;
  let counts: ImportCounts = isAgain ? { read: 0, imported: 0, duplicate: 0, quarantined: 0 } : begun.counts;
  const importedBefore = counts.imported;
  const tracker = trackPosition(from);
  const mapper = createRowMapper<TrackedRow>(plan.mapping);
  let batch = emptyBatch();
  // One transaction is under way while the next one's rows are read.
  let underWay: Promise<void> = Promise.resolve();

  const flush = async (isFinished: boolean): Promise<void> => {
    const taken = batch;
    batch = emptyBatch();
    for (const row of taken.rows) row.isSettled = true;
    const position = tracker.position();
    await underWay;
    underWay = commit(taken, position, isFinished);
    // A failure is thrown where it is awaited; until then it must not count as unhandled.
    underWay.catch(() => undefined);
  };
  const commit = async (taken: Batch, position: ImportPosition, isFinished: boolean): Promise<void> => {
    let after = counts;
    await applyBatch(apply, taken, async (sql, { fresh }) => {
      after = countRows(counts, taken, fresh);
      const move = { readBefore: counts.read, position, counts: after, isFinished, now: now() };
      await moveImport(sql, importId, move);
    });
    counts = after;
    context.onProgress(counts);
  };
  const add = async (outcomes: readonly Outcome<TrackedRow>[]): Promise<void> => {
    for (const outcome of outcomes) {
      const source = `import:${file.name}`;
      addOutcome(batch, outcome, { siteId, receivedAt: now(), source, importId, keepPlan, keptSince });
      if (
        batch.events.length + batch.quarantined.length < transactionEvents &&
        batch.rows.length < transactionRows
      )
        continue;
      await flush(false);
    }
  };

  let isFinished = false;
  const chunks = file.read(from.byte);
  context.onBegin(counts);
  try {
    for await (const record of splitFile(chunks, plan.format, from)) {
      if (signal.aborted) break;
      const handle = tracker.read(record);
      if (handle.isSettled) continue;
      const row = plan.readRow(record);
      const outcomes: readonly Outcome<TrackedRow>[] = row.ok
        ? mapper.take({ row: row.value, raw: record.text.ok ? record.text.value : '', handle })
        : [{ handles: [handle], line: record.start.line + 1, made: { problem: row.error } }];
      await add(outcomes);
    }
    if (!signal.aborted) await add(mapper.end());
    isFinished = !signal.aborted;
    await flush(isFinished);
  } finally {
    await underWay;
  }
  if (isFinished && counts.imported - importedBefore >= statisticsRows) await refreshStatistics(apply.sql);
  return { importId, state: isFinished ? 'finished' : 'interrupted', readBefore, ...counts };
}

/** Rows on their way into one transaction. */
interface Batch extends ApplyInput {
  readonly events: IncomingEvent[];
  readonly quarantined: QuarantinedInput[];
  /** How many rows made each event. */
  readonly eventRows: number[];
  quarantinedRows: number;
  readonly rows: TrackedRow[];
}

function emptyBatch(): Batch {
  return { events: [], quarantined: [], eventRows: [], quarantinedRows: 0, rows: [] };
}

function addOutcome(
  batch: Batch,
  { made, handles, line }: Outcome<TrackedRow>,
  from: {
    readonly siteId: number;
    readonly receivedAt: number;
    readonly source: string;
    readonly importId: string;
    readonly keepPlan: KeepPlan | undefined;
    readonly keptSince: number | undefined;
  },
): void {
  const { siteId, receivedAt, source, importId, keepPlan, keptSince } = from;
  for (const handle of handles) batch.rows.push(handle);
  if ('problem' in made) {
    batch.quarantined.push({ siteId, receivedAt, source, line, ...made.problem });
    batch.quarantinedRows += handles.length;
    return;
  }
  const item = { value: made.event, defaults: {}, line };
  // An event with neither id nor time of its own is named by its place in the file, the same in every run.
  const newId = (): EventId => layOutEventId(eventLimits.earliestAt, hash('md5', `${importId}:${line}`));
  const limits = operatorEventLimits;
  const accepted = acceptEvents([item], { siteId, receivedAt, source, newId, keepPlan, keptSince, limits });
  const [event] = accepted.events;
  if (event === undefined) {
    batch.quarantined.push(...accepted.quarantined);
    batch.quarantinedRows += handles.length;
  } else {
    batch.events.push(event);
    batch.eventRows.push(handles.length);
  }
}

function countRows(before: ImportCounts, batch: Batch, fresh: readonly boolean[]): ImportCounts {
  let imported = 0;
  let duplicate = 0;
  batch.eventRows.forEach((rows, i) => {
    if (fresh[i] === true) imported += rows;
    else duplicate += rows;
  });
  const quarantined = batch.quarantinedRows;
  return {
    read: before.read + imported + duplicate + quarantined,
    imported: before.imported + imported,
    duplicate: before.duplicate + duplicate,
    quarantined: before.quarantined + quarantined,
  };
}

function importIdOf({ siteId, file, format, mappingText }: ImportPlan): string {
  const hex = hash('md5', JSON.stringify([siteId, file.digest, format, mappingText]));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
