/** Compresses with the browser's own gzip, off the main thread; keeping the type; answers the bytes as they are where there is none. */
export async function gzip(plain: Blob): Promise<Blob> {
  if (!self.CompressionStream) return plain;
  const zipped = plain.stream().pipeThrough(new CompressionStream('gzip'));
  return new Blob([await new Response(zipped).arrayBuffer()], { type: plain.type });
}
