import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { FastifyInstance } from 'fastify';
import { lockTimeouts, transactionRetries } from './conflicts.js';
import type { Pool } from './postgres.js';

/** `GET /metrics`: the process, its requests, and its part of the database. */
export function serveMetrics(app: FastifyInstance, pool: Pool): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({ name, help, registers: [registry], collect(this: Gauge) { this.set(read()); } });
  gauge('bazaar_pg_pool_size', 'Open connections of the Postgres pool', () => pool.totalCount);
  gauge('bazaar_pg_pool_idle', 'Connections that nobody uses', () => pool.idleCount);
  gauge('bazaar_pg_pool_waiting', 'Requests that wait for a connection', () => pool.waitingCount);
  gauge('bazaar_pg_pool_max', 'Most connections the pool opens', () => pool.options.max);

  registry.registerMetric(transactionRetries);
  registry.registerMetric(lockTimeouts);

  const duration = new Histogram({
    name: 'bazaar_http_request_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });

  app.get('/metrics', { config: { uncounted: true } }, async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
}
