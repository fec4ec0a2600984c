import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitJsonArray } from './split-json-array.ts';
import { type FileRecord, recordLimitBytes } from './split-records.ts';

async function split(
  text: string,
  chunkBytes = 7,
  from = { byte: 0, line: 0 },
): Promise<readonly FileRecord[]> {
  const bytes = Buffer.from(text).subarray(from.byte);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const records: FileRecord[] = [];
  for await (const record of splitJsonArray(chunks(), from)) records.push(record);
  return records;
}
const texts = (records: readonly FileRecord[]) =>
  records.map(({ text }) => (text.ok ? text.value : `! ${text.error.issue.expected}`));

it('splits an array into its elements with their lines', async () => {
  const records = await split('[\n  {"a": [1, {"b": "]},{"}]},\n  {"c": "x\\"y"}, 7, "t,u"\n]\n');
  expect(texts(records)).toEqual(['{"a": [1, {"b": "]},{"}]}', '{"c": "x\\"y"}', '7', '"t,u"']);
  expect(records.map(({ start }) => start.line)).toEqual([1, 2, 2, 2]);
});

it('gives an empty array no elements', async () => {
  expect(await split(' [ ] ')).toEqual([]);
});

it('says that the file breaks off within an element', async () => {
  expect(texts(await split('[{"a":1},{"b":'))).toEqual([
    '{"a":1}',
    '! an element that the file does not break off',
  ]);
});

it('breaks an element that is too long, and goes on behind it', async () => {
  const long = `{"a":"${'x'.repeat(recordLimitBytes)}"}`;
  expect(texts(await split(`[${long},{"b":2}]`, 65_536))).toEqual([
    `! an element of at most ${recordLimitBytes} bytes`,
    '{"b":2}',
  ]);
});

it('reads any array in any chunks, and again from the end of any record', async () => {
  const arrays = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(arrays, fc.nat(3), fc.integer({ min: 1, max: 40 }), async (rows, indent, chunkBytes) => {
      const text = JSON.stringify(rows, null, indent);
      const records = await split(text, chunkBytes);
      expect(records.map(({ text: one }) => (one.ok ? JSON.parse(one.value) : one))).toEqual(
        JSON.parse(text),
      );
      for (const [i, { end }] of records.entries()) {
        expect(await split(text, chunkBytes, end)).toEqual(records.slice(i + 1));
      }
    }),
    { numRuns: 60 },
  );
});
