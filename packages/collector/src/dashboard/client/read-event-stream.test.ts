import { describe, expect, it } from 'vitest';
import { readEventStream, type StreamMessage } from './read-event-stream.ts';

async function readAll(...chunks: readonly string[]): Promise<StreamMessage[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  const messages: StreamMessage[] = [];
  for await (const message of readEventStream(body)) messages.push(message);
  return messages;
}

describe('readEventStream', () => {
  it('joins messages that arrive in pieces', async () => {
    expect(
      await readAll('event: pro', 'file\ndata: {"a"', ':1}\n', '\nevent: activity\ndata: []\n\n'),
    ).toEqual([
      { event: 'profile', data: '{"a":1}' },
      { event: 'activity', data: '[]' },
    ]);
  });

  it('leaves out comments and messages without data', async () => {
    expect(await readAll(': keep alive\n\nretry: 2000\n\ndata: x\n\n')).toEqual([
      { event: 'message', data: 'x' },
    ]);
  });

  it('keeps line breaks inside data', async () => {
    expect(await readAll('data: a\ndata: b\n\n')).toEqual([{ event: 'message', data: 'a\nb' }]);
  });

  it('drops a message that the stream did not finish', async () => {
    expect(await readAll('data: whole\n\ndata: half')).toEqual([{ event: 'message', data: 'whole' }]);
  });
});
