import { join } from 'node:path';
import { type OutputChunk, rolldown } from 'rolldown';
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
  'isTold',
  'lookAgain',
  'look',
  'missed',
  'moreContext',
  'onHide',
  'onStored',
  'onView',
  'outbox',
  'recorded',
  'sends',
  'touch',
  'unsure',
  'visitor',
  'visitorId',
  'wants',
];

/**
 * Bundles one entry of the SDK's script tag from its source, minified; answers its chunks, the entry's first.
 *
 * `format` is `iife` for what a script tag runs and `es` for what it imports.
 */
export async function bundle(source: string, format: 'iife' | 'es'): Promise<readonly BundledScript[]> {
  const build = await rolldown({
    input: join(import.meta.dirname, 'src', source),
    platform: 'browser',
    // idb adds short cuts and iterators to its proxies when it is loaded; the outbox uses neither.
    treeshake: { moduleSideEffects: false, manualPureFunctions: ['replaceTraps'] },
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

/** What a browser loads. */
export interface BundledScript {
  readonly fileName: string;
  readonly code: string;
}

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
      cache: Object.fromEntries(internalNames.map((name, i) => [name, `$${i.toString(36)}`])),
    },
  });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return { fileName, code: minified };
}
