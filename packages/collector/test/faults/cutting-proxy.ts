import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that cuts connections in the middle. */
export interface CuttingProxy {
  readonly port: number;
  readonly cuts: () => number;
  /** Cuts all connections that are open now, as a peer does that ends (default) or that resets; resolves when all are. */
  readonly cutAll: (how?: 'ended' | 'reset') => Promise<void>;
  /** From now on connections live. */
  readonly heal: () => void;
  readonly stop: () => Promise<void>;
}

/** Passes connections on to a port of this machine and cuts each after `bytesUntilCut()` bytes of either direction. */
export async function createCuttingProxy(port: number, bytesUntilCut: () => number): Promise<CuttingProxy> {
  let cuts = 0;
  let isHealed = false;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(port, '127.0.0.1');
    let left = bytesUntilCut();
    const end = (): void => {
      client.destroy();
      target.destroy();
      open.delete(client);
    };
    open.add(client);
    const pass = (from: Socket, to: Socket): void => {
      from.on('data', (chunk) => {
        const part = isHealed ? chunk : chunk.subarray(0, Math.max(0, left));
        left -= chunk.length;
        to.write(part);
        if (part.length === chunk.length) return;
        cuts++;
        // What was written so far still arrives; then nothing more does.
        to.end(() => end());
      });
      from.on('error', end);
      from.on('close', end);
    };
    pass(client, target);
    pass(target, client);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    // A server that listens on a TCP port has an AddressInfo.
    port: (server.address() as AddressInfo).port,
    cuts: () => cuts,
    cutAll: async (how = 'ended') => {
      await Promise.all(
        [...open].map(async (socket) => {
          cuts++;
          const closed = once(socket, 'close');
          if (how === 'reset') socket.resetAndDestroy();
          else socket.destroy();
          await closed;
        }),
      );
    },
    heal: () => {
      isHealed = true;
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
