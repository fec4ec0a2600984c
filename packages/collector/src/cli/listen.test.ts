import { expect, it } from 'vitest';
import { listen } from './listen.ts';

it('lets connections rest for longer than balancers do, and asks them to leave while it drains', async () => {
  const app = { fetch: () => new Response('here') };
  const server = await listen(app, { port: 0, host: '127.0.0.1' });
  const ask = async (): Promise<Headers> => {
    const response = await fetch(`http://127.0.0.1:${server.port}/`);
    expect(await response.text()).toBe('here');
    return response.headers;
  };
  expect((await ask()).get('keep-alive')).toBe('timeout=75');
  await server.drain(0);
  expect((await ask()).get('connection')).toBe('close');
  await server.stop();
  await expect(ask()).rejects.toThrow('fetch failed');
});

it('names the owner of a port that is taken', async () => {
  const app = { fetch: () => new Response('here') };
  const first = await listen(app, { port: 0, host: '127.0.0.1' });
  await expect(listen(app, { port: first.port, host: '127.0.0.1' })).rejects.toThrow(
    /is taken by .* choose another port/,
  );
  await first.stop();
});
