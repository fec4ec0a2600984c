import { once } from 'node:events';
import { connect } from 'node:net';

/** What was answered to one request. */
export interface Answer {
  readonly status: number;
  /** Whether it said when to try again. */
  readonly hasRetryAfter: boolean;
  readonly text: string;
}

/** One kept-alive connection, one request at a time. */
export interface HttpConnection {
  /** Fails when the connection is lost. Bytes cost less than a text, which has to be encoded first. */
  readonly post: (body: string | Buffer) => Promise<Answer>;
  /** Whether the server has not closed it. */
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

/**
 * Opens a connection that speaks as much HTTP as a load generator needs: the generator shares the machine with what it
 * measures, and `node:http` would cost as much as the server.
 */
export async function openConnection(target: URL): Promise<HttpConnection> {
  const socket = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
  await once(socket, 'connect');
  socket.setEncoding('latin1');
  const head = `POST ${target.pathname} HTTP/1.1\r\nHost: ${target.host}\r\nContent-Type: text/plain\r\nContent-Length: `;
  let received = '';
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  socket.on('data', (chunk: string) => {
    received += chunk;
    const parsed = parseAnswer(received);
    if (parsed === undefined) return;
    received = received.slice(parsed.length);
    const answered = waiting;
    waiting = undefined;
    answered?.resolve(parsed.answer);
  });
  const fail = (error: Error): void => {
    const failed = waiting;
    waiting = undefined;
    failed?.reject(error);
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the connection')));

  return {
    post: (body) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('the connection is closed'));
        waiting = { resolve, reject };
        if (typeof body === 'string') {
          socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
          return;
        }
        // Both leave in one piece.
        socket.cork();
        socket.write(`${head}${body.length}\r\n\r\n`);
        socket.write(body);
        socket.uncork();
      }),
    isOpen: () => socket.readyState === 'open',
    close: () => socket.destroy(),
  };
}

/** The first answer of what was received, once it is whole; servers under test always say how long a body is. */
function parseAnswer(received: string): { readonly answer: Answer; readonly length: number } | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const head = received.slice(0, headEnd);
  const length = headEnd + 4 + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  if (received.length < length) return undefined;
  const answer = {
    status: Number(head.slice(9, 12)),
    hasRetryAfter: /\r\nretry-after: *\d/i.test(head),
    text: received.slice(headEnd + 4, length),
  };
  return { answer, length };
}
