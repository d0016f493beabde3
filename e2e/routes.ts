/** The application's own list of addresses, so that no page can be forgotten. */
import type { FastifyInstance } from 'fastify';

/** Every GET route of the application, as written: `/schools/:key/plan`. */
export function readRoutes(app: FastifyInstance): string[] {
  const found: string[] = [];
  const trail: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false, includeHooks: false }).split('\n')) {
    const match = /^([│ ]*)[├└]── (\S*)(?: \((.*)\))?$/.exec(line);
    if (!match) continue;
    const [, indent = '', piece = '', methods = ''] = match;
    const depth = indent.length / 4;
    trail.length = depth;
    trail.push(piece);
    if (methods.split(', ').includes('GET')) found.push(trail.join(''));
  }
  return [...new Set(found)].toSorted();
}

/** The route that answers a path: the one with fewest parameters where several fit. */
export function routeOf(path: string, routes: readonly string[]): string | null {
  const parts = path.split('/');
  const fits = routes.filter((route) => {
    if (route.endsWith('*')) return path.startsWith(route.slice(0, -1));
    const wanted = route.split('/');
    return wanted.length === parts.length && wanted.every((piece, index) => pieceFits(piece, parts[index] ?? ''));
  });
  const parameters = (route: string): number => route.split(':').length + (route.endsWith('*') ? 100 : 0);
  return fits.toSorted((a, b) => parameters(a) - parameters(b))[0] ?? null;
}

function pieceFits(wanted: string, part: string): boolean {
  const colon = wanted.indexOf(':');
  if (colon < 0) return wanted === part;
  const ending = /\.[a-z]+$/.exec(wanted)?.[0] ?? '';
  return part.length > colon && part.startsWith(wanted.slice(0, colon)) && part.endsWith(ending);
}
