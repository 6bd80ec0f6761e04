import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Client } from 'pg';
import { keptStackFile, projectRoot, runsFolder } from '../../../fixtures/stack/paths.js';
import { identity, isAlive } from '../../../fixtures/stack/supervisor/identity.js';
import { Registry } from '../../../fixtures/stack/supervisor/registry.js';
import { sweep } from '../../../fixtures/stack/supervisor/runs.js';
import { until } from '../../../fixtures/until.js';
import { alive, registered } from './helpers/left-of.js';
import { startProgram } from './helpers/program.js';

interface HeldStack { folder: string; supervisor: number; baseURL: string; processes: number[] }

const holdStack = join(import.meta.dirname, 'helpers', 'hold-stack.ts');
const holdDeployment = join(import.meta.dirname, 'helpers', 'hold-deployment.ts');

/** As if in a terminal of one's own: without the stack of this very run. */
function withoutStack(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CONTEND_') && !name.startsWith('TEST_') && !name.startsWith('PLAYWRIGHT_')));
}

test('a killed worker\'s deployments are released', async () => {
  const { process: worker, printed } = await startProgram<{ baseURL: string; processes: number[]; postgres: string }>(holdDeployment);
  expect((await fetch(`${printed.baseURL}/healthz`)).status).toBe(200);
  worker.kill('SIGKILL');
  await until('its processes to end', () => printed.processes.every((pid) => identity(pid) === undefined));
  // Asked of the server, not by connecting to it: dropping it cuts off whoever is connected, and that would be this test.
  const { pathname } = new URL(printed.postgres);
  const server = new Client({ connectionString: Object.assign(new URL(printed.postgres), { pathname: '/postgres' }).href });
  await server.connect();
  try {
    await until('its database to be dropped', async () => (await server.query('select from pg_database where datname = $1', [pathname.slice(1)])).rowCount === 0);
  } finally {
    await server.end();
  }
});

test('two stacks side by side; killing the one\'s runner, then the other\'s supervisor, leaves nothing of either', async () => {
  const [one, two] = await Promise.all([startProgram<HeldStack>(holdStack, withoutStack()), startProgram<HeldStack>(holdStack, withoutStack())]);
  const [ofOne, ofTwo] = [registered(one.printed.folder), registered(two.printed.folder)];
  try {
    expect(alive(ofOne).filter((name) => ['postgres', 'redis', 'rabbitmq'].includes(name)).sort()).toEqual(['postgres', 'rabbitmq', 'redis']);
    expect(one.printed.baseURL).not.toBe(two.printed.baseURL);

    await test.step('kill -9 of a runner: its supervisor ends everything', async () => {
      one.process.kill('SIGKILL');
      await until(() => `these to end: ${alive(ofOne).join(', ')}`, () => alive(ofOne).length === 0);
      await until('its supervisor to end', () => identity(one.printed.supervisor) === undefined);
      expect(existsSync(join(one.printed.folder, 'data'))).toBe(false);
    });

    await test.step('the other does not notice', async () => {
      expect((await fetch(`${two.printed.baseURL}/healthz`)).status).toBe(200);
      expect(alive(ofTwo)).toHaveLength(ofTwo.filter(({ name }) => !/^(making|copying|building|migrating)/.test(name)).length);
    });

    await test.step('kill -9 of a supervisor: its watchdog ends everything', async () => {
      process.kill(two.printed.supervisor, 'SIGKILL');
      await until(() => `these to end: ${alive(ofTwo).join(', ')}`, () => alive(ofTwo).length === 0);
      await until('its data to be removed', () => !existsSync(join(two.printed.folder, 'data')));
    });
  } finally {
    for (const { process: runner } of [one, two]) runner.kill('SIGKILL');
  }
});

test('kill -9 of Playwright itself in the middle of a run leaves nothing', async ({}, testInfo) => {
  mkdirSync(testInfo.outputDir, { recursive: true });
  const sign = testInfo.outputPath('deployed.json');
  // An output folder of its own: the default one is emptied at the start, and it is that of the run this test is part of.
  writeFileSync(testInfo.outputPath('playwright.config.ts'), `export default { testDir: '.', outputDir: './out', globalSetup: ${JSON.stringify(join(import.meta.dirname, 'global-setup.ts'))}, reporter: 'line', workers: 2 };`);
  writeFileSync(testInfo.outputPath('endless.spec.ts'), `
    import { renameSync, writeFileSync } from 'node:fs';
    import { test } from '@playwright/test';
    import { connectStack } from ${JSON.stringify(join(projectRoot, 'fixtures', 'stack', 'client.ts'))};
    import { dummy } from ${JSON.stringify(join(import.meta.dirname, 'dummy.application.ts'))};
    test('endless', async () => {
      test.setTimeout(0);
      const { processes } = await (await connectStack()).deploy(dummy, { instances: 1, workers: 1 });
      writeFileSync(${JSON.stringify(sign + '.aside')}, JSON.stringify({ worker: process.pid, socket: process.env.CONTEND_STACK_SOCKET, processes: processes.map(({ pid }) => pid) }));
      renameSync(${JSON.stringify(sign + '.aside')}, ${JSON.stringify(sign)});
      await new Promise(() => undefined);
    });`);
  const runner = spawn(process.execPath, [join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--config', testInfo.outputPath('playwright.config.ts')], { cwd: projectRoot, env: withoutStack(), stdio: 'ignore' });
  let run: ReturnType<typeof describeRun> | undefined;
  try {
    await until('the inner run to have its deployment', () => existsSync(sign), { deadlineMs: 900_000, everyMs: 100 });
    run = describeRun(sign);
  } finally {
    runner.kill('SIGKILL');
  }
  const { folder, rest, kept } = run;
  await until(() => `these to end: ${alive(rest).join(', ')}`, () => alive(rest).length === 0);
  if (!kept) await until('the data of the run to be removed', () => !existsSync(join(folder, 'data')));
});

/** What the inner run has, looked at before it goes. Beneath a stack that `npm run stack` keeps up, the servers are not the run's, and stay. */
function describeRun(sign: string): { folder: string; rest: ReturnType<typeof registered>; kept: boolean } {
  const { socket, processes, worker } = JSON.parse(readFileSync(sign, 'utf8')) as { socket: string; processes: number[]; worker: number };
  const folder = join(socket, '..', '..');
  const named = [...processes, worker].map((pid) => ({ name: `process ${pid}`, pid, identity: identity(pid) ?? '' }));
  const kept = existsSync(keptStackFile) && (JSON.parse(readFileSync(keptStackFile, 'utf8')) as { socket: string }).socket === socket;
  return { folder, rest: kept ? named : [...registered(folder), ...named], kept };
}

test('what a dead run has left is swept away; what is alive, and what only has a reused number, is not', async () => {
  const sleeper = (): { pid: number; identity: string } => {
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    child.unref();
    return { pid: child.pid ?? 0, identity: identity(child.pid ?? 0) ?? '' };
  };
  const run = (name: string, supervisor: { pid: number; identity: string }): string => {
    const folder = join(runsFolder, `00000000-000000-${name}`);
    mkdirSync(join(folder, 'data'), { recursive: true });
    writeFileSync(join(folder, 'supervisor.json'), JSON.stringify(supervisor));
    return folder;
  };
  const [left, kept, innocent] = [sleeper(), sleeper(), sleeper()];
  const dead = run('dead', { pid: 1, identity: 'of an earlier process with that number' });
  const living = run('living', { pid: process.pid, identity: identity(process.pid) ?? '' });
  try {
    new Registry(dead).addProcess('left', left.pid, 'SIGKILL');
    new Registry(living).addProcess('kept', kept.pid, 'SIGKILL');
    // The same number as that of a process of the dead run, but not the same process.
    writeFileSync(join(dead, 'registry.jsonl'), JSON.stringify({ kind: 'process', name: 'reused', pid: innocent.pid, identity: 'another', stop: 'SIGKILL' }) + '\n', { flag: 'a' });

    expect(await sweep()).toContain('left');
    expect(isAlive(left.pid, left.identity)).toBe(false);
    expect(isAlive(kept.pid, kept.identity)).toBe(true);
    expect(isAlive(innocent.pid, innocent.identity)).toBe(true);
    expect(existsSync(join(dead, 'data'))).toBe(false);
    expect(existsSync(join(living, 'data'))).toBe(true);
  } finally {
    for (const each of [kept, innocent]) process.kill(each.pid, 'SIGKILL');
    writeFileSync(join(living, 'supervisor.json'), JSON.stringify({ pid: 1, identity: 'gone' }));
    await sweep();
  }
});
