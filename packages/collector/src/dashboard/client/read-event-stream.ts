/** One message of a server-sent event stream. */
export interface StreamMessage {
  /** `message` when the stream does not say. */
  readonly event: string;
  readonly data: string;
}

/**
 * Reads server-sent events from a response body, as they come. `EventSource` would do it, but cannot send a key.
 * Follows the standard's parsing as far as our server uses it: https://html.spec.whatwg.org/#event-stream-interpretation
 */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamMessage> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = `${rest}${decoder.decode(value, { stream: true })}`
        .replaceAll('\r\n', '\n')
        .split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const message = parseBlock(block);
        if (message !== undefined) yield message;
      }
    }
  } finally {
    await reader.cancel();
  }
}

function parseBlock(block: string): StreamMessage | undefined {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
    if (field === 'event' && value !== undefined) event = value;
    if (field === 'data' && value !== undefined) data.push(value);
  }
  return data.length === 0 ? undefined : { event, data: data.join('\n') };
}
