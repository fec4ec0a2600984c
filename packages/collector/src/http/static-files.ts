import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Context } from 'hono';

/** Files that are served from memory, compressed once. */
export interface StaticFiles {
  /** Answers a file by its name, or `undefined` when there is none. */
  readonly answer: (c: Context, name: string) => Response | undefined;
  readonly names: readonly string[];
}

interface StaticFile {
  readonly type: string;
  readonly tag: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly brotli: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Reads the files of a folder into memory (not of its subfolders), those whose names pass `wanted`. */
export async function loadStaticFiles(dir: string, wanted: (name: string) => boolean): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined || !wanted(entry.name)) continue;
    const plain = await readFile(join(dir, entry.name));
    files.set(entry.name, {
      type,
      tag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      plain: new Uint8Array(plain),
      brotli: new Uint8Array(brotliCompressSync(plain)),
      gzip: new Uint8Array(gzipSync(plain)),
    });
  }
  return {
    names: [...files.keys()],
    answer: (c, name) => {
      const file = files.get(name);
      if (file === undefined) return undefined;
      c.header('ETag', file.tag);
      c.header('Vary', 'Accept-Encoding');
      if (c.req.header('if-none-match') === file.tag) return c.body(null, 304);
      c.header('Content-Type', file.type);
      const accepted = c.req.header('accept-encoding') ?? '';
      for (const encoding of ['br', 'gzip'] as const) {
        if (!new RegExp(`(^|[ ,])${encoding}($|[ ,;])`).test(accepted)) continue;
        c.header('Content-Encoding', encoding);
        return c.body(encoding === 'br' ? file.brotli : file.gzip);
      }
      return c.body(file.plain);
    },
  };
}
