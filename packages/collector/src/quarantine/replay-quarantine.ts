import { hash } from 'node:crypto';
import { layOutEventId, operatorEventLimits } from '@likeness/core';
import { type ApplyDeps, applyBatch, type IncomingEvent } from '../apply/apply-batch.ts';
import { acceptEvents } from '../ingest/accept-events.ts';
import type { KeepPlan } from '../ingest/keep-plan.ts';
import { markReplayed, type QuarantineEntry, readQuarantine } from '../store/quarantine-store.ts';

/** What became of the entries that were replayed. */
export interface ReplayResult {
  /** Entries whose event was taken in. */
  readonly accepted: number;
  /** Entries whose event was there already. */
  readonly duplicate: number;
  /** Entries that are still not acceptable; they stay as they were. */
  readonly failing: readonly QuarantineEntry[];
}

/** How to replay. */
export interface ReplayOptions {
  /** Numbers of entries; left out, all that wait. */
  readonly ids?: readonly number[];
  /** Left out, there is no tracking plan. */
  readonly keepPlan?: KeepPlan | undefined;
  /** Epoch ms from which on events are kept; left out, all are. */
  readonly keptSince?: number | undefined;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Entries of one transaction; their texts are at most 64 kB each. */
const pageSize = 200;

/** Failing entries that are remembered for the answer. */
const shownFailing = 100;

/**
 * Sends entries of the quarantine through again: parsed with an operator's limits, as received when they first came,
 * and marked as replayed in the transaction that takes their events in. Running it again does nothing twice.
 */
export async function replayQuarantine(
  deps: ApplyDeps,
  { ids, now, signal, ...rules }: ReplayOptions,
): Promise<ReplayResult & { readonly failed: number }> {
  let accepted = 0;
  let duplicate = 0;
  let failed = 0;
  const failing: QuarantineEntry[] = [];
  let after = 0;
  for (;;) {
    signal.throwIfAborted();
    const page = await readQuarantine(deps.sql, {
      ...(ids === undefined ? {} : { ids }),
      after,
      state: 'waiting',
      limit: pageSize,
    });
    const last = page.at(-1);
    if (last === undefined) return { accepted, duplicate, failing, failed };
    after = last.id;
    const events: IncomingEvent[] = [];
    const replayed: number[] = [];
    for (const entry of page) {
      const event = parseEntry(entry, rules);
      if (event !== undefined) {
        events.push(event);
        replayed.push(entry.id);
      } else {
        failed++;
        if (failing.length < shownFailing) failing.push(entry);
      }
    }
    if (events.length === 0) continue;
    const { fresh } = await applyBatch(deps, { events, quarantined: [] }, (sql) =>
      markReplayed(sql, replayed, now()),
    );
    const taken = fresh.filter(Boolean).length;
    accepted += taken;
    duplicate += fresh.length - taken;
  }
}

function parseEntry(
  entry: QuarantineEntry,
  rules: Pick<ReplayOptions, 'keepPlan' | 'keptSince'>,
): IncomingEvent | undefined {
  const { id, siteId, receivedAt, source, raw } = entry;
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    // A line of a file that is no event by itself, or a text that was cut: it stays, with its reason.
    return undefined;
  }
  const newId = () => layOutEventId(receivedAt, hash('md5', `quarantine:${id}`));
  const from = { siteId, receivedAt, source, newId, ...rules, limits: operatorEventLimits };
  return acceptEvents([{ value, defaults: {} }], from).events[0];
}
