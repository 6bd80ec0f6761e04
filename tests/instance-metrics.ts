import type { ProcessInfo } from '../fixtures/index.js';

/** One sample of a metric. */
export interface Sample {
  /** The instance that told it. */
  who: string;
  /** As in Prometheus' text format, without braces: `reason="40001"`; empty where it has none. */
  labels: string;
  value: number;
}

/**
 * What each API instance tells of one metric, asked past the balancer.
 * @example const seconds = (await samplesOf(target, 'process_cpu_seconds_total')).reduce((sum, { value }) => sum + value, 0);
 */
export async function samplesOf({ processes }: { processes: readonly ProcessInfo[] }, metric: string): Promise<Sample[]> {
  const instances = processes.filter(({ kind }) => kind === 'api');
  const told = await Promise.all(instances.map(async ({ name: who, baseURL }) => {
    const text = await (await fetch(new URL('/metrics', baseURL))).text();
    return [...text.matchAll(new RegExp(`^${metric}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))].map(([, labels = '', value]) => ({ who, labels, value: Number(value) }));
  }));
  return told.flat();
}
