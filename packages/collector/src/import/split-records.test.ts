import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FileRecord, type RecordFormat, recordLimitBytes, splitRecords } from './split-records.ts';

async function split(
  text: string | Buffer,
  format: RecordFormat,
  chunkBytes = 7,
  from?: { byte: number; line: number },
): Promise<FileRecord[]> {
  const bytes = Buffer.from(text);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const records: FileRecord[] = [];
  for await (const record of splitRecords(chunks(), format, from)) records.push(record);
  return records;
}

const texts = (records: readonly FileRecord[]) =>
  records.map(({ text }) => (text.ok ? text.value : `! ${text.error.issue.expected}`));

describe('splitRecords', () => {
  it('ends a record at each line end, with or without a carriage return or a last line end', async () => {
    expect(texts(await split('a\r\nb\n\nc', 'ndjson'))).toEqual(['a', 'b', 'c']);
  });

  it('keeps line ends inside of quotes, and doubled quotes, in CSV', async () => {
    const text = 'a,"x\ny",""\n"he said ""no""\n",b\nc,d"e\n';
    expect(texts(await split(text, 'csv'))).toEqual(['a,"x\ny",""', '"he said ""no""\n",b', 'c,d"e']);
    expect((await split(text, 'csv')).map(({ start }) => start)).toEqual([
      { byte: 0, line: 0 },
      { byte: 11, line: 2 },
      { byte: 31, line: 4 },
    ]);
  });

  it('leaves out the byte order mark that Excel writes', async () => {
    for (const chunkBytes of [1, 100]) {
      const records = await split('\uFEFF"a\n",b\nc', 'csv', chunkBytes);
      expect(texts(records)).toEqual(['"a\n",b', 'c']);
      expect(records[1]?.start).toEqual({ byte: 10, line: 2 });
    }
  });

  it('gives up one line for a quote that is never closed, and reads on', async () => {
    const records = await split('a,b\n"open,c\nd,e\n', 'csv');
    expect(texts(records)).toEqual(['a,b', expect.stringContaining('! a quoted field'), 'd,e']);
    expect(records[1]?.start.line).toBe(1);
  });

  it('gives up one line for a quote that is not closed within the limit', async () => {
    const text = `"open\n${`${'x'.repeat(1_023)}\n`.repeat(recordLimitBytes / 1_024)}"\nz\n`;
    for (const chunkBytes of [65_536, 4_000_000]) {
      const records = await split(text, 'csv', chunkBytes);
      expect(records).toHaveLength(1 + recordLimitBytes / 1_024 + 2);
      expect(records.filter(({ text }) => !text.ok)).toHaveLength(2);
      expect(texts(records.slice(-1))).toEqual(['z']);
    }
  });

  it('skips a line over the limit without keeping it, and reads on behind it', async () => {
    const long = 'x'.repeat(3 * recordLimitBytes);
    for (const format of ['ndjson', 'csv'] as const) {
      for (const chunkBytes of [65_536, 8_000_000]) {
        const records = await split(`a\n${long}\nb`, format, chunkBytes);
        expect(texts(records)).toEqual(['a', expect.stringContaining('! a row of at most'), 'b']);
        expect(records[2]?.start).toEqual({ byte: long.length + 3, line: 2 });
      }
    }
  });

  it('finds the same records however the bytes are cut, and from any place between two records', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', 'é'), maxLength: 60 }),
        fc.constantFrom<RecordFormat>('csv', 'ndjson'),
        fc.integer({ min: 1, max: 20 }),
        async (text, format, chunkBytes) => {
          const whole = await split(text, format, 1_000);
          expect(await split(text, format, chunkBytes)).toEqual(whole);
          for (const [i, record] of whole.entries()) {
            const rest = await split(
              Buffer.from(text).subarray(record.end.byte),
              format,
              chunkBytes,
              record.end,
            );
            expect(rest).toEqual(whole.slice(i + 1));
          }
        },
      ),
    );
  });
});
