import { QUIET_WORKERS } from '../quiet-workers.js';
import { belonging, counters, expect, offending, test, votes, type Voted } from './gallery.fixture.js';
import { WaitingImage } from './waiting-image.js';

// One worker, which takes one image at a time. The relay looks at the outbox when it is told of a message and hardly otherwise: it is no part of the story.
test.use({ deployment: { wire: true, instances: 1, workers: 1, settings: { IMAGE_PREFETCH: '1', ...QUIET_WORKERS } } });

test('G-02b every order in which a vote and the end of processing can meet', async ({ users, gallery, picture, explore, target, stores, tenantId }) => {
  const [ann] = await users(1);
  const waiting = new WaitingImage(stores, target.stores.files, await gallery(ann).hang(await picture()));
  let id: string;

  await explore('vote against processing', {
    elsewhereMs: 5000,
    given: async () => { id = await waiting.renew(); },
    when: { ann: async () => { const reply = await gallery(ann).vote(id, 1); return { status: reply.status, of: reply.ok ? reply.json<Voted>().image.status : undefined }; }, worker: () => waiting.process() },
    then: async (told) => {
      expect(told.worker).toBe('READY');
      const { status, of } = told.ann as { status: number; of?: string };
      expect([{ status: 200, of: 'READY' }, { status: 409, of: undefined }], 'accepted once it was ready, or refused').toContainEqual({ status, of });
      const stored = await stores.postgres.one('select up_votes as up, (select count(*)::int from gallery_votes where image_id = i.id) as votes, (select count(*)::int from gallery_vote_history where image_id = i.id) as entries from gallery_images i where id = $1', [id]);
      const counted = status === 200 ? 1 : 0;
      expect(stored, 'counted once when it was accepted, and not at all when it was refused').toEqual({ up: counted, votes: counted, entries: counted });
      return await offending(stores, [...counters(tenantId), ...votes(tenantId), ...belonging(tenantId)]);
    },
  });
});
