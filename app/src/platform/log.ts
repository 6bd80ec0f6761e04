import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';

/** One JSON line an event, on standard output. */
export type Log = FastifyBaseLogger;

export function createLog(level: string, instance: string): Log {
  return pino({ level, base: { instance }, timestamp: pino.stdTimeFunctions.isoTime });
}
