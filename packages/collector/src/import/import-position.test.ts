import type { JsonValue } from '@likeness/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMapping, type Mapping } from './compile-mapping.ts';
import { fileStart, type ImportPosition, type ReadRow, trackPosition } from './import-position.ts';
import { createRowMapper } from './map-rows.ts';
import { csvRows } from './read-rows.ts';
import { splitRecords } from './split-records.ts';

const window = { groups: 3, rows: 12 };

function groupedMapping(): Mapping {
  const compiled = compileMapping({ groupBy: '{g}', items: { list: { n: '{n:number}' } } });
  if (!compiled.ok) throw new Error('the mapping is right');
  return compiled.value;
}

/** Reads a file as an import does, until `stopAfter` outcomes were settled. */
async function run(
  text: string,
  from: ImportPosition,
  stopAfter: number,
): Promise<{
  readonly made: readonly JsonValue[];
  readonly rows: number;
  readonly position: ImportPosition;
}> {
  async function* chunks(): AsyncGenerator<Buffer> {
    yield Buffer.from(text).subarray(from.byte);
  }
  const mapper = createRowMapper<ReadRow>(groupedMapping(), window);
  const readRow = csvRows(['g', 'n']);
  const tracker = trackPosition(from);
  const made: JsonValue[] = [];
  let rows = 0;
  const settle = (outcomes: ReturnType<typeof mapper.take>): void => {
    for (const outcome of outcomes) {
      for (const handle of outcome.handles) handle.isSettled = true;
      rows += outcome.handles.length;
      made.push('event' in outcome.made ? outcome.made.event : { problemOnLine: outcome.line });
    }
  };
  for await (const record of splitRecords(chunks(), 'csv', from)) {
    const handle = tracker.read(record);
    if (handle.isSettled) continue;
    const row = readRow(record);
    if (row.ok) settle(mapper.take({ row: row.value, raw: '', handle }));
    if (made.length >= stopAfter) return { made, rows, position: tracker.position() };
  }
  settle(mapper.end());
  return { made, rows, position: tracker.position() };
}

describe('trackPosition', () => {
  it('goes on after a stop anywhere as if there had been none', async () => {
    // A letter comes back within the window: rows are drawn from three groups at a time.
    const line = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom('1', '2', 'bad'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        async (lines, step) => {
          const text = lines.map(([g, n], i) => `${Math.floor(i / 8) * 3 + g},${n}\n`).join('');
          const whole = await run(text, fileStart, Number.POSITIVE_INFINITY);
          expect(whole.rows).toBe(lines.length);
          const made: JsonValue[] = [];
          let rows = 0;
          let position = fileStart;
          for (;;) {
            const part = await run(text, position, step);
            made.push(...part.made);
            rows += part.rows;
            position = part.position;
            if (part.made.length < step) break;
          }
          expect(made).toEqual(whole.made);
          expect(rows).toBe(lines.length);
        },
      ),
    );
  });

  it('says where the oldest open row is, and which rows behind it are settled', () => {
    const tracker = trackPosition(fileStart);
    const rows = [0, 1, 2, 3, 4].map((line) =>
      tracker.read({ start: { byte: line * 10, line }, end: { byte: line * 10 + 10, line: line + 1 } }),
    );
    for (const i of [0, 2, 3]) (rows[i] as ReadRow).isSettled = true;
    expect(tracker.position()).toEqual({ byte: 10, line: 1, settled: [[2, 3]] });
    for (const i of [1, 4]) (rows[i] as ReadRow).isSettled = true;
    expect(tracker.position()).toEqual({ byte: 50, line: 5, settled: [] });
  });
});
