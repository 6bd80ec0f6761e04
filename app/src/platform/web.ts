import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { notFound } from './errors.js';

/** Serves the page that was built beside this file. Every address that is not the interface's is the page's own. */
export function servePage(app: FastifyInstance): void {
  const root = join(import.meta.dirname, 'web');
  const present = existsSync(join(root, 'index.html'));
  if (present) {
    void app.register(fastifyStatic, {
      root,
      wildcard: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // Built assets carry a hash of their content in their names; the page that names them must always be asked for.
        reply.setHeader('cache-control', path.startsWith(join(root, 'assets')) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const forPage = present && request.method === 'GET' && !request.url.startsWith('/api') && !request.url.startsWith('/assets');
    if (forPage) return reply.sendFile('index.html');
    throw notFound('address');
  });
}
