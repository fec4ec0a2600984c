/** A route as Hono lists it: `/v1/profiles/:id`; a `*` at its end stands for anything below. */
export interface ListedRoute {
  readonly method: string;
  readonly path: string;
}

/**
 * The methods that a path is served by, in the order of the alphabet; none where nothing is. `OPTIONS` alone, which whole
 * folders answer, is nothing.
 */
export function allowedMethods(routes: readonly ListedRoute[], path: string): readonly string[] {
  const given = path.split('/');
  const methods = new Set<string>();
  for (const route of routes) {
    // What applies to every method only adds to other routes.
    if (route.method === 'ALL' || !covers(route.path.split('/'), given)) continue;
    methods.add(route.method);
    if (route.method === 'GET') methods.add('HEAD');
  }
  return methods.size === 1 && methods.has('OPTIONS') ? [] : [...methods].sort();
}

function covers(route: readonly string[], path: readonly string[]): boolean {
  if (route.at(-1) === '*') return route.slice(0, -1).every((part, i) => isPart(part, path[i]));
  return route.length === path.length && route.every((part, i) => isPart(part, path[i]));
}

function isPart(part: string, given: string | undefined): boolean {
  return part.startsWith(':') ? given !== undefined && given !== '' : part === given;
}
