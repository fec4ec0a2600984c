import { join } from 'node:path';
import { semanticEvents } from '@likeness/core';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { minify } from 'rolldown/utils';

/**
 * Members of what our own chunks hand each other: written as one or two letters, by this table, so that chunks which
 * are bundled apart agree. No browser, library or page knows any of them.
 */
const internalNames = [
  'allows',
  'announce',
  'carry',
  'defer',
  'describeClick',
  'describePage',
  'drain',
  'emit',
  'facts',
  'held',
  'isControl',
  'isTold',
  'lookAgain',
  'look',
  'missed',
  'moreContext',
  'number',
  'onHide',
  'onStored',
  'onView',
  'outbox',
  'recorded',
  'redact',
  'save',
  'sends',
  'touch',
  'unsure',
  'visitor',
  'visitorId',
  'wants',
];

/** Bundles the SDK as pages load it, minified: the script tag's own file first, then what it imports once the page has loaded. */
export async function bundleScriptTag(): Promise<readonly BundledScript[]> {
  return [
    ...(await bundle('script-tag.ts', 'iife')),
    ...(await bundle('later.ts', 'es')),
    ...(await bundle('on-device/whole-profile.ts', 'es')),
  ];
}

/** What a browser loads. */
export interface BundledScript {
  readonly fileName: string;
  readonly code: string;
}

async function bundle(source: string, format: 'iife' | 'es'): Promise<readonly BundledScript[]> {
  const build = await rolldown({
    input: join(import.meta.dirname, 'src', source),
    platform: 'browser',
    // idb adds short cuts and iterators to its proxies when it is loaded; the outbox uses neither.
    treeshake: { moduleSideEffects: false, manualPureFunctions: ['replaceTraps'] },
    plugins: [eventNamesWrittenOut, wholeProfileApart],
  });
  const { output } = await build.generate({
    format,
    comments: false,
    // Names without a hash: an old script that a cache kept must find the chunks of a new build.
    entryFileNames: 'likeness-[name].js',
    chunkFileNames: 'likeness-[name].js',
  });
  await build.close();
  const chunks = output.filter((file) => file.type === 'chunk');
  return await Promise.all(chunks.map((chunk) => shrink(chunk, format)));
}

/** Names of events stand where they are used: those that nobody asks for are not carried along. */
const eventNamesWrittenOut: Plugin = {
  name: 'event-names-written-out',
  transform: (code) =>
    code.replace(/\bsemanticEvents\.(\w+)/g, (_, key) =>
      // Sources that name another key do not compile.
      JSON.stringify(semanticEvents[key as keyof typeof semanticEvents]),
    ),
};

/**
 * The whole profile takes the place of the essential one, and shares most code with it: bundled apart, neither file carries
 * what only the other needs.
 */
const wholeProfileApart: Plugin = {
  name: 'whole-profile-apart',
  resolveId: (id) =>
    id === './on-device/whole-profile.ts' ? { id: './likeness-whole-profile.js', external: true } : null,
};

/**
 * Almost everything in these files runs when they have loaded: Chromium then compiles it while it loads, beside the main thread, and
 * not piece by piece when it is called (https://v8.dev/blog/explicit-compile-hints). To others it is a comment.
 */
const compileHint = '//# allFunctionsCalledOnLoad';

async function shrink({ fileName, code }: OutputChunk, format: 'iife' | 'es'): Promise<BundledScript> {
  const { code: minified, errors } = await minify(fileName, code, {
    module: format === 'es',
    compress: {
      target: 'es2022',
      treeshake: { propertyReadSideEffects: false, manualPureFunctions: ['replaceTraps'] },
    },
    mangle: { toplevel: true },
    codegen: { removeWhitespace: true },
    mangleProps: {
      include: new RegExp(`^(${internalNames.join('|')})$`),
      cache: Object.fromEntries(
        internalNames.map((name, i) => [name, i < 26 ? String.fromCharCode(65 + i) : `$${i.toString(36)}`]),
      ),
    },
  });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return { fileName, code: `${compileHint}\n${minified}` };
}
