/** `pnpm start`: builds what browsers load, then serves collector, SDK, demo shop and dashboard on one port. */
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createShop } from '../e2e/shop/app.ts';
import {
  createProcessContext,
  type Extend,
  runSafely,
  serve,
  serveUsage,
} from '../packages/collector/src/index.ts';
import { buildScriptTag } from './build/build-script-tag.ts';
import { bundlePages } from './build/bundle-pages.ts';

const root = dirname(import.meta.dirname);
const demoLabel = 'demo shop';

const withShop: Extend = async ({ service, siteId, writeKey }) => {
  const { keys } = service.engine;
  // The shop reads with a secret key like any customer; a new one at every start, because only hashes are kept.
  await keys.revokeLabelled(siteId, demoLabel);
  const secretKey = await keys.create({ siteId, kind: 'secret', label: demoLabel });
  const shop = createShop({
    collectorOrigin: 'http://likeness.internal',
    scriptUrl: '/likeness.js',
    writeKey,
    secretKey,
    cookieSecret: await keys.signingSecret(siteId),
    fetchCollector: (request) => service.app.fetch(request),
    newId: randomUUID,
    now: Date.now,
  });
  service.app.get('/', (c) => c.redirect('/shop'));
  service.app.route('/shop', shop);
  return {
    demoPath: '/shop',
    stop: async () => {
      await keys.revokeLabelled(siteId, demoLabel);
    },
  };
};

const context = createProcessContext();
if (context.args.includes('--help')) {
  context.print(`pnpm start [options]\n\n${serveUsage}`);
} else {
  process.chdir(root);
  await buildScriptTag();
  await bundlePages();
  process.exitCode = await runSafely(
    { ...context, args: [...context.args, '--sdk-dir', join(root, 'packages/sdk/dist')] },
    (own) => serve(own, withShop),
  );
}
