/** What browsers let all keepalive requests of a page have in flight together, bytes, with a margin. */
const keepaliveBytes = 60_000;

/** Posts a body, whose type is `text/plain` to keep the request CORS-simple; answers it, read to its end, or rejects when there is no network. */
export interface Post {
  (body: Blob, signal?: AbortSignal): Promise<Response>;
  /** What is left of the quota of keepalive requests, bytes. */
  room: number;
}

/** Creates the post of one page. */
export function createPost(url: string): Post {
  const post: Post = async (body, signal) => {
    const bytes = body.size < post.room ? body.size : 0;
    post.room -= bytes;
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        keepalive: bytes > 0,
        // undefined is the same as absent for fetch, whatever its type says.
        signal: signal as AbortSignal,
      });
      // An unread answer keeps its request's share of the quota.
      await response.text();
      return response;
    } finally {
      post.room += bytes;
    }
  };
  post.room = keepaliveBytes;
  return post;
}
