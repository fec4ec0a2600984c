/** Compresses with the browser's own gzip; answers the bytes as they are where there is none. */
export async function gzip(plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = new Response(plain);
  if (!self.CompressionStream || !body) return plain;
  const zipped = new Response(body.pipeThrough(new CompressionStream('gzip')));
  return new Uint8Array(await zipped.arrayBuffer());
}
