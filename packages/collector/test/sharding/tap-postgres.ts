import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A statement that was executed. */
export interface TappedStatement {
  /** Number of its connection. */
  readonly connection: number;
  /** As it was sent. */
  readonly text: string;
}

/** A TCP proxy before Postgres that listens to what clients execute, whatever client it is. */
export interface PostgresTap {
  /** The database, through the proxy. */
  readonly url: string;
  /** In the order in which they came. */
  readonly statements: readonly TappedStatement[];
  readonly stop: () => Promise<void>;
}

/** Opens a proxy before the database of a `postgres://` address, without TLS. */
export async function tapPostgres(databaseUrl: string): Promise<PostgresTap> {
  const url = new URL(databaseUrl);
  const target = { host: url.hostname, port: Number(url.port) };
  const statements: TappedStatement[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    const connection = ++connections;
    const upstream = connect(target.port, target.host);
    const listen = createListener((text) => statements.push({ connection, text }));
    client.on('data', listen);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => open.delete(from));
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a TCP port has an AddressInfo.
  url.port = String((server.address() as AddressInfo).port);
  url.hostname = '127.0.0.1';
  return {
    url: url.href,
    statements,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/**
 * Reads one connection's messages (https://www.postgresql.org/docs/current/protocol-message-formats.html): `Query` is
 * executed at once, `Parse` names a statement, `Bind` executes one.
 */
function createListener(onStatement: (text: string) => void): (chunk: Buffer) => void {
  const named = new Map<string, string>();
  let waiting = Buffer.alloc(0);
  let isStarted = false;
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (;;) {
      // The first message has no type.
      const head = isStarted ? 1 : 0;
      if (waiting.length < head + 4) return;
      const end = head + waiting.readInt32BE(head);
      if (waiting.length < end) return;
      const type = isStarted ? String.fromCharCode(waiting[0] ?? 0) : 'startup';
      const [first = '', second = ''] = waiting.toString('utf8', head + 4, end).split('\0', 2);
      if (type === 'Q') onStatement(first);
      if (type === 'P') named.set(first, second);
      if (type === 'B') onStatement(named.get(second) ?? '');
      waiting = waiting.subarray(end);
      isStarted = true;
    }
  };
}
