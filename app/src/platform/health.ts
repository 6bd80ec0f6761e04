import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import type { Pool } from './postgres.js';
import type { RabbitMq } from './rabbitmq.js';

type State = 'up' | 'down';

const PATIENCE_MS = 2_000;

export interface HealthOptions {
  instance: string;
  postgres: Pool;
  redis: Redis;
  rabbitmq: RabbitMq;
}

/** `GET /healthz`: whether every store can be reached from here, now. */
export function serveHealth(app: FastifyInstance, { instance, postgres, redis, rabbitmq }: HealthOptions): void {
  const check = async () => ({
    instance,
    postgres: await postgresState(postgres),
    redis: await stateOf(redis.ping()),
    rabbitmq: rabbitmq.connected ? 'up' : 'down',
  });
  // However many ask at once, the stores are asked once.
  let asking: ReturnType<typeof check> | undefined;
  app.get('/healthz', { logLevel: 'warn', config: { uncounted: true } }, async (_request, reply) => {
    asking ??= check().finally(() => {
      asking = undefined;
    });
    const health = await asking;
    const healthy = health.postgres === 'up' && health.redis === 'up' && health.rabbitmq === 'up';
    return reply.code(healthy ? 200 : 503).header('cache-control', 'no-store').send(health);
  });
}

async function postgresState(pool: Pool): Promise<State> {
  // Every connection is at work: the database is there, and a question would only queue behind that work.
  if (pool.totalCount >= pool.options.max && pool.idleCount === 0 && pool.waitingCount > 0) return 'up';
  return stateOf(pool.query('select 1'));
}

async function stateOf(question: Promise<unknown>): Promise<State> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<State>((resolve) => {
    timer = setTimeout(() => resolve('down'), PATIENCE_MS);
  });
  try {
    return await Promise.race([question.then((): State => 'up', (): State => 'down'), patience]);
  } finally {
    clearTimeout(timer);
  }
}
