import { answered, expect, test as base, type Plan, type PlanList } from './billing.fixture.js';
import { waitsDuring } from './looks.js';

const test = base.extend<{ readers: number; writers: number; seconds: number; edits: number }>({
  readers: [10, { option: true }],
  writers: [5, { option: true }],
  seconds: [5, { option: true }],
  /** So many of each writer at least: a slow machine takes longer. */
  edits: [3, { option: true }],
});

// Writers wait for each other, however slow the machine is.
test.use({ deployment: { instances: 3, workers: 0 } });

/** All of a plan tells the same story: of its edit number `k`. */
const edit = (k: number) => ({ name: '', price: `${k}.00`, features: Array.from({ length: 5 }, () => `edit ${k}`) });

/** What of a plan is not of one edit. */
function mixed({ name, price, features }: Plan): string[] {
  const [, k] = /edit (\d+)$/.exec(name) ?? [];
  return [price, ...features].filter((text) => text !== `${k}.00` && text !== `edit ${k}`);
}

test('B-04 plans are read while they change', async ({ owner, signIn, tenancy, users, billing, race, readers, writers, seconds, edits, stores, everythingHolds, evidence }) => {
  const admins = [owner, ...await Promise.all(Array.from({ length: writers - 1 }, () => signIn(tenancy!.owner)))];
  const plans = await Promise.all(admins.map(async (admin, i) => answered<{ plan: Plan }>(await billing(admin).makePlan({ ...edit(1), name: `Plan ${i} edit 1` }), 201).plan));
  const crowd = await users(readers);
  const until = performance.now() + seconds * 1000;
  const made = admins.map(() => 0);

  // Readers are those who ask for whole plans; writers lock them, and may wait for each other.
  const { result: outcome, waited, looks } = await waitsDuring(stores, '^select (revision|c\\.revision)', () => race([...crowd, ...admins], async (user, i) => {
    const desk = billing(user);
    const [seen, took]: [PlanList[], number[]] = [[], []];
    while (performance.now() < until || Math.min(...made) < edits) {
      const began = performance.now();
      if (i < readers) seen.push(answered<PlanList>(await desk.plans(), 200));
      else {
        const plan = plans[i - readers]!;
        const k = plan.version + 1;
        plans[i - readers] = answered<{ plan: Plan }>(await desk.editPlan(plan.id, { ...edit(k), name: `Plan ${i - readers} edit ${k}`, version: plan.version }), 200).plan;
        made[i - readers]!++;
      }
      took.push(performance.now() - began);
    }
    return { seen, took };
  }, { label: 'read and edit', minOverlap: readers }));

  const [reading, writing] = [outcome.values.slice(0, readers), outcome.values.slice(readers)];
  expect(looks, 'somebody looked').toBeGreaterThan(1);
  expect(waited, 'no reader waits for a lock').toEqual([]);
  const read = reading.flatMap(({ seen }) => seen.flatMap((list) => list.plans.filter(({ name }) => name.startsWith('Plan ')).map((plan) => ({ plan, mixed: mixed(plan) }))));
  expect(read.filter(({ mixed: wrong }) => wrong.length > 0), 'nobody has read a plan that was changed half-way').toEqual([]);
  for (const { seen } of reading) {
    const revisions = seen.map(({ revision }) => revision);
    expect(revisions.filter((revision, i) => i > 0 && revision < revisions[i - 1]!), 'what one has read is never older than what one had read before').toEqual([]);
    expect(new Set(revisions).size, 'edits were made between the reads of each').toBeGreaterThan(1);
  }
  evidence.measured('a read', reading.flatMap(({ took }) => took));
  evidence.measured('an edit', writing.flatMap(({ took }) => took));
  await everythingHolds();
  const stored = await stores.postgres.rows<{ id: string; version: number }>('select id, version from billing_plans where id = any($1::uuid[])', [plans.map(({ id }) => id)]);
  expect(stored.map(({ id, version }) => ({ id, version })).sort((a, b) => a.id.localeCompare(b.id)), 'each plan is at the last edit that was acknowledged').toEqual(plans.map(({ id, version }) => ({ id, version })).sort((a, b) => a.id.localeCompare(b.id)));
});
