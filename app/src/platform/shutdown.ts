import type { Log } from './log.js';

const PATIENCE_MS = 4_500;

/**
 * On SIGTERM or SIGINT: runs the steps in order, each after the one before it has ended, then exits. What takes longer than the
 * patience of a supervisor is left; everything is built so that a process may also just die.
 */
export function stopOnSignal(log: Log, steps: (() => Promise<unknown>)[]): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    for (const step of steps) await step().catch((error: unknown) => log.warn({ reason: String(error) }, 'a step of stopping failed'));
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}
