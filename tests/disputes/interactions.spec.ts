import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import type { Reply, User } from '../../fixtures/index.js';
import { answered, expect, offending, test, type DisputeDesk, type DisputeSession } from './disputes.fixture.js';

const FILE = { name: 'disputes.csv', content: csv(newDisputes(3, 'M')) };

interface Operation {
  /** The state the session must be in for this operation to do anything. */
  from: 'UPLOADED' | 'VALIDATED';
  act: (desk: DisputeDesk, session: DisputeSession) => Promise<Reply>;
  /** Rows that are there only if what was acknowledged has been lost since; `$1` is the session. */
  lost: string;
}

/**
 * The interaction matrix of the disputes: every pair of operations, each also against itself, through every interleaving of their statements up to
 * two preemptions. The operations meet on one session; an upload makes another, of the same file.
 */
const OPERATIONS: Record<string, Operation> = {
  validate: { from: 'UPLOADED', act: (desk, { id }) => desk.validate(id), lost: `select status from dispute_sessions where id = $1 and status = 'UPLOADED'` },
  submit: { from: 'VALIDATED', act: (desk, { id }) => desk.submit(id), lost: `select 'no job' as job where not exists (select from dispute_jobs where session_id = $1)` },
  update: { from: 'VALIDATED', act: (desk, { id, version }) => desk.rename(id, version, 'renamed'), lost: `select label from dispute_sessions where id = $1 and label is distinct from 'renamed'` },
  cancel: {
    from: 'VALIDATED', act: (desk, { id }) => desk.cancel(id),
    lost: `select s.status, j.status as job from dispute_sessions s left join dispute_jobs j on j.session_id = s.id where s.id = $1 and 'CANCELLED' not in (s.status, coalesce(j.status, ''))`,
  },
  delete: { from: 'VALIDATED', act: (desk, { id }) => desk.remove(id), lost: 'select id, status from dispute_sessions where id = $1' },
  upload: { from: 'VALIDATED', act: (desk) => desk.upload(FILE), lost: `select 'no other session' as session where not exists (select from dispute_sessions where id <> $1)` },
};

/** What an operation may be told, whatever the other does: done, or that it came too late. */
const DONE = [200, 201, 202, 204];
const TOO_LATE = [404, 409];

test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { UPLOADS_PER_MINUTE: '100000' } } });
// Each worker has a deployment of its own for them, in which nobody else moves.

const names = Object.keys(OPERATIONS);
for (const [i, first] of names.entries()) {
  for (const second of names.slice(i)) {
    test(`${first} × ${second}`, async ({ users, signIn, desk, explore, stores, tenantId }) => {
      const [ann] = await users(1);
      const phone: User = await signIn(ann.credentials);
      const [one, other] = [OPERATIONS[first]!, OPERATIONS[second]!];
      let session: DisputeSession;

      const { schedules } = await explore(`${first} × ${second}`, {
        given: async () => {
          await stores.postgres.rows('delete from outbox');
          await stores.postgres.rows('delete from dispute_sessions where tenant_id = $1', [tenantId]);
          session = answered<DisputeSession>(await desk(ann).upload(FILE), 201);
          if (one.from === 'VALIDATED' && other.from === 'VALIDATED') session = answered<DisputeSession>(await desk(ann).validate(session.id), 200);
        },
        when: {
          ann: async () => (await one.act(desk(ann), session)).status,
          phone: async () => (await other.act(desk(phone), session)).status,
        },
        then: async (told) => {
          const answers = [{ who: 'ann', did: first, status: told.ann as number, lost: one.lost }, { who: 'phone', did: second, status: told.phone as number, lost: other.lost }];
          const lost = await Promise.all(answers.filter(({ status }) => DONE.includes(status)).map(async ({ who, did, lost: sql }) => (await stores.postgres.rows(sql, [session.id])).map((row) => ({ acknowledged_and_lost: did, who, ...row }))));
          return [
            ...answers.filter(({ status }) => ![...DONE, ...TOO_LATE].includes(status)).map(({ who, did, status }) => ({ who, did, was_told: status })),
            ...lost.flat(),
            ...await offending(stores, tenantId),
          ];
        },
      });
      expect(schedules).toBeGreaterThan(0);
    });
  }
}
