import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeSize, measureSize } from './measure-size.ts';

describe('measureSize', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'likeness-size-'));
  afterAll(() => rm(dir, { recursive: true }));

  it('measures a file as it is stored and as it travels', async () => {
    const path = join(dir, 'repeated.js');
    await writeFile(path, 'again and '.repeat(1000));
    const size = await measureSize(path);
    expect(size.rawBytes).toBe(10_000);
    expect(size.gzipBytes).toBeLessThan(200);
    expect(size.brotliBytes).toBeLessThan(size.gzipBytes);
  });

  it('is written with thousands set apart', () => {
    expect(describeSize({ rawBytes: 12_345, gzipBytes: 4567, brotliBytes: 890 })).toBe(
      '12 345 B, gzip 4 567 B, brotli 890 B',
    );
  });
});
