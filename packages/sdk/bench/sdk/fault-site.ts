import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What happens to a batch on its way: nothing, a refusal, or an answer that is lost after the collector accepted. */
export type Fault = 'none' | 'cut' | 503 | 429;

/** A site with the SDK on its pages, whose way to the collector can be disturbed. */
export interface FaultSite {
  readonly origin: string;
  /** Where batches go; `undefined` accepts them here. */
  collector: string | undefined;
  fault: Fault;
  /** Sizes of the batches as they travelled, and when they came. */
  readonly batches: { readonly bytes: number; readonly at: number; readonly body: Buffer }[];
  /** Scripts of other trackers by name: `/peer-name` is a page with one. */
  readonly peers: Map<string, string>;
  stop(): Promise<void>;
}

const dist = join(import.meta.dirname, '../../dist');

/** The least that any capture does, for comparison in the same run: listens to clicks, writes JSON, sends it. */
const probe = `(() => {
  let queue = [];
  const send = () => { const body = '[' + queue + ']'; queue = []; fetch('/v1/probe', { method: 'POST', body, keepalive: true }); };
  const track = (event, properties) => { if (!queue.length) setTimeout(send, 40); queue.push(JSON.stringify({ event, properties, at: Date.now() })); };
  addEventListener('click', (event) => track('click', { tag: event.target.localName, id: event.target.id }), true);
  window.probe = { track };
  track('page', { url: location.href, title: document.title, referrer: document.referrer, cookie: document.cookie.length });
})()`;

/** What PostHog's tracker asks for before it captures clicks. */
const postHogConfig = JSON.stringify({
  autocapture_opt_out: false,
  capturePerformance: false,
  sessionRecording: false,
  surveys: false,
  supportedCompression: ['gzip-js'],
  hasFeatureFlags: false,
});

/** What RudderStack's tracker asks for before it begins. */
const rudderConfig = JSON.stringify({
  source: {
    id: 'bench',
    name: 'bench',
    writeKey: 'bench',
    workspaceId: 'bench',
    enabled: true,
    config: {},
    destinations: [],
    dataplanes: {},
  },
  updatedAt: '2026-01-01T00:00:00.000Z',
});

/** Starts the site on 127.0.0.1. Every path but `/bare` is a page with the SDK; `writeKey` is asked per page. */
export async function startFaultSite(writeKey: () => string): Promise<FaultSite> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://site.example');
    if (request.method === 'POST') return await pass(request, response);
    if (pathname === '/probe.js') {
      response.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'max-age=60' });
      response.end(probe);
      return;
    }
    const peer = /^\/peer-([\w-]+?)(\.js)?$/.exec(pathname);
    if (peer?.[2] !== undefined) {
      response.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'max-age=60' });
      response.end(site.peers.get(peer[1] ?? ''));
      return;
    }
    if (pathname.startsWith('/array/')) {
      const isScript = pathname.endsWith('.js');
      response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'application/json' });
      response.end(isScript ? '' : postHogConfig);
      return;
    }
    if (pathname.startsWith('/sourceConfig') || pathname.includes('/settings')) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(rudderConfig);
      return;
    }
    if (/^\/likeness[\w-]*\.js$/.test(pathname)) {
      response.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'max-age=60' });
      response.end(await readFile(join(dist, pathname)));
      return;
    }
    const tag =
      pathname === '/bare'
        ? ''
        : pathname === '/probe'
          ? '<script async src="/probe.js"></script>'
          : peer !== null
            ? `<script async src="${pathname}.js" data-website-id="bench"></script>`
            : `<script async src="/likeness.js" data-write-key="${writeKey()}"></script>`;
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      `<!doctype html><title>Bench</title><link rel="icon" href="data:,">${tag}<p>A page.</p><button id="button" class="primary" data-sku="m-1">Buy now</button>`,
    );
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const { fault } = site;
    if (fault === 503 || fault === 429) {
      response.writeHead(fault).end();
      return;
    }
    site.batches.push({ bytes: body.length, at: Date.now(), body });
    if (site.collector === undefined) {
      response.writeHead(200).end('{"success":true}');
      return;
    }
    const answered = await fetch(`${site.collector}/v1/batch`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/plain' },
    });
    const text = await answered.text();
    if (fault === 'cut') request.socket.destroy();
    else response.writeHead(answered.status).end(text);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const site: FaultSite = {
    origin: `http://127.0.0.1:${port}`,
    collector: undefined,
    fault: 'none',
    batches: [],
    peers: new Map(),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return site;
}
