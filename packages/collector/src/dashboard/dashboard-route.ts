import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Hono } from 'hono';

/** What the dashboard's pages are made with. */
export interface DashboardOptions {
  /** Where it is mounted; default `/dashboard`. */
  readonly basePath?: string;
  /** Where the read API is, as a path on the same origin; default `/v1`. */
  readonly apiPath?: string;
}

/**
 * Only our own files, no inline code, no frames; with trusted types the browser itself refuses to make HTML of a text,
 * whatever an event carried.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** In the order in which they win over each other. */
const styles = ['likeness', 'tokens', 'base', 'frame', 'activity', 'people', 'profile', 'narrow'];

/**
 * Serves the operator's dashboard; mount it at `basePath`. The pages hold no data and need no key: their script reads
 * the API with the secret key that the operator gives it. Reads its files once, here; throws when the script was not
 * built (`node scripts/build.ts`).
 */
export function createDashboard(options: DashboardOptions = {}): Hono {
  const basePath = options.basePath ?? '/dashboard';
  const files = {
    'dashboard.css': {
      type: 'text/css; charset=utf-8',
      content: styles.map((name) => readBeside(`styles/${name}.css`)).join('\n'),
    },
    'dashboard.js': { type: 'text/javascript; charset=utf-8', content: readScript() },
  };
  const version = createHash('sha256')
    .update(files['dashboard.css'].content)
    .update(files['dashboard.js'].content)
    .digest('hex')
    .slice(0, 10);
  const page = readBeside('index.html')
    .replaceAll('%BASE%', basePath)
    .replaceAll('%API%', options.apiPath ?? '/v1')
    .replaceAll('%VERSION%', version);

  const dashboard = new Hono();
  dashboard.get('/', (c) => {
    c.header('content-security-policy', policy);
    c.header('referrer-policy', 'no-referrer');
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-cache');
    return c.html(page);
  });
  for (const [name, file] of Object.entries(files)) {
    dashboard.get(`/${name}`, (c) =>
      c.body(file.content, 200, {
        'content-type': file.type,
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      }),
    );
  }
  return dashboard;
}

function readBeside(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

/** The bundled script is beside this file in the published package, and in `dist` when the sources run. */
function readScript(): string {
  const places = ['./dashboard.js', '../../dist/dashboard/dashboard.js'].map(
    (path) => new URL(path, import.meta.url),
  );
  const found = places.find((place) => existsSync(place));
  if (found === undefined) {
    throw new Error(
      `The dashboard's script is not built: run \`node scripts/build.ts\`. Looked for ${places.join(', ')}.`,
    );
  }
  return readFileSync(found, 'utf8');
}
