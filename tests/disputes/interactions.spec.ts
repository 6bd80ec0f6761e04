import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import type { User } from '../../fixtures/index.js';
import { answered, expect, offending, test, type DisputeDesk, type DisputeSession } from './disputes.fixture.js';

/**
 * The interaction matrix of the disputes: every pair of operations that can meet on one session, each also against itself, through every
 * interleaving of their statements up to two preemptions, judged by the domain's invariants. Uploading is not among them: it makes a session of
 * its own, and never meets another operation.
 */
const OPERATIONS: Record<string, { from: 'UPLOADED' | 'VALIDATED'; act: (desk: DisputeDesk, session: DisputeSession) => ReturnType<DisputeDesk['submit']> }> = {
  validate: { from: 'UPLOADED', act: (desk, { id }) => desk.validate(id) },
  submit: { from: 'VALIDATED', act: (desk, { id }) => desk.submit(id) },
  update: { from: 'VALIDATED', act: (desk, { id, version }) => desk.rename(id, version, 'renamed') },
  cancel: { from: 'VALIDATED', act: (desk, { id }) => desk.cancel(id) },
  delete: { from: 'VALIDATED', act: (desk, { id }) => desk.remove(id) },
};

/** What an operation may be told, whatever the other does: done, or that it came too late. */
const TOLD = [200, 202, 204, 404, 409];

test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { UPLOADS_PER_MINUTE: '100000' } } });
// One after the other in one worker: they share a deployment, in which nobody else may move.
test.describe.configure({ mode: 'default' });

const names = Object.keys(OPERATIONS);
for (const [i, first] of names.entries()) {
  for (const second of names.slice(i)) {
    test(`${first} × ${second}`, async ({ users, signIn, desk, explore, stores, tenantId }) => {
      const [ann] = await users(1);
      const phone: User = await signIn(ann.credentials);
      const [one, other] = [OPERATIONS[first]!, OPERATIONS[second]!];
      const file = { name: 'disputes.csv', content: csv(newDisputes(3, 'M')) };
      let session: DisputeSession;

      const { schedules } = await explore(`${first} × ${second}`, {
        given: async () => {
          await stores.postgres.rows('delete from outbox');
          await stores.postgres.rows('delete from dispute_sessions where tenant_id = $1', [tenantId]);
          session = answered<DisputeSession>(await desk(ann).upload(file), 201);
          if (one.from === 'VALIDATED' && other.from === 'VALIDATED') session = answered<DisputeSession>(await desk(ann).validate(session.id), 200);
        },
        when: {
          ann: async () => (await one.act(desk(ann), session)).status,
          phone: async () => (await other.act(desk(phone), session)).status,
        },
        then: async (told) => [
          ...Object.entries(told).filter(([, status]) => !TOLD.includes(status as number)).map(([who, status]) => ({ who, was_told: status })),
          ...await offending(stores, tenantId),
        ],
      });
      expect(schedules).toBeGreaterThan(0);
    });
  }
}
