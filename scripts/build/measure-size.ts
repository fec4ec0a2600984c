import { readFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Bytes of one file as it is stored and as it travels. */
export interface FileSize {
  readonly rawBytes: number;
  /** Level 9. */
  readonly gzipBytes: number;
  /** Quality 11. */
  readonly brotliBytes: number;
}

/** Measures one file. */
export async function measureSize(path: string): Promise<FileSize> {
  const content = await readFile(path);
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  });
  return {
    rawBytes: content.length,
    gzipBytes: gzipSync(content, { level: 9 }).length,
    brotliBytes: brotli.length,
  };
}

/** Writes sizes as `12 345 B, gzip 4 567 B, brotli 4 012 B`. */
export function describeSize(size: FileSize): string {
  const bytes = (count: number) => `${count.toLocaleString('en').replaceAll(',', ' ')} B`;
  return `${bytes(size.rawBytes)}, gzip ${bytes(size.gzipBytes)}, brotli ${bytes(size.brotliBytes)}`;
}
