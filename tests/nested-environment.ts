/** What tells a process that it is a worker of a run. */
const OF_A_WORKER = ['TEST_WORKER_INDEX', 'TEST_PARALLEL_INDEX', 'PLAYWRIGHT_TEST'];

/** The environment for a run of its own, started from within a test: this process's, without what makes it a worker, without colours. */
export function nestedEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_A_WORKER.includes(name))), FORCE_COLOR: '0', ...more };
}
