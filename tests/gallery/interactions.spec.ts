import type { SampleImage } from '../../data/images.js';
import type { Reply, User } from '../../fixtures/index.js';
import { expect, test, type GalleryDesk } from './gallery.fixture.js';
import { PutImages } from './put-images.js';

/** What the operations of a pair are about. */
interface Scene { image: string; collection: string; from: string; into: string; ann: string; sample: SampleImage }

/**
 * The interaction matrix of the gallery: every pair of operations that can meet, each also against itself, through every interleaving of their
 * statements up to one preemption, judged by the domain's invariants. Ann is an admin and has uploaded the image; she does everything, on two
 * devices, but be demoted, which the owner does to her. What a worker does is in interactions-processing.spec.ts.
 */
const OPERATIONS: Record<string, { by: 'ann' | 'owner'; act: (desk: GalleryDesk, scene: Scene, user: User) => Promise<Pick<Reply, 'status'>>; /** Default: all. */ meets?: string[] }> = {
  upload: { by: 'ann', act: (desk, { sample, from, collection }) => desk.upload(sample, { categoryId: from, collectionId: collection }) },
  vote: { by: 'ann', act: (desk, { image }) => desk.vote(image, 1) },
  favourite: { by: 'ann', act: (desk, { image }) => desk.favourite(image) },
  comment: { by: 'ann', act: (desk, { image }) => desk.comment(image, 'Nice') },
  collect: { by: 'ann', act: (desk, { image, collection }) => desk.collect(collection, image) },
  'edit image': { by: 'ann', act: (desk, { image, from }) => desk.edit(image, 1, { title: 'Edited', categoryId: from }) },
  'delete image': { by: 'ann', act: (desk, { image }) => desk.remove(image) },
  'merge category': { by: 'ann', act: (desk, { from, into }) => desk.mergeCategory(from, into) },
  demote: { by: 'owner', act: (desk, { ann }) => desk.setRole(ann, 'member') },
  // It reads the role and touches nothing of the gallery. Two refreshes of one token are G-07d.
  'refresh token': { by: 'ann', act: (_, __, { api }) => api.post('/api/auth/refresh'), meets: ['demote'] },
};

/** What an operation may be told, whatever the other does: done, or that it came too late. */
const TOLD = [200, 201, 204, 403, 404, 409, 410];

test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { IMAGES_PER_MINUTE: '100000', COMMENTS_PER_MINUTE: '100000' } } });
// Each worker has a deployment of its own for them, in which nobody else moves.

const names = Object.keys(OPERATIONS);
for (const [i, first] of names.entries()) {
  for (const second of names.slice(i)) {
    const pair = `${first} × ${second}`;
    if (OPERATIONS[second]!.meets?.includes(first) === false) continue;
    test(pair, async ({ users, signIn, owner, tenancy, gallery, picture, idOf, explore, stores, tenantId }) => {
      const [ann] = await users(1);
      const [one, other] = [OPERATIONS[first]!, OPERATIONS[second]!];
      const phone = await signIn(other.by === 'ann' ? ann.credentials : tenancy!.owner);
      const put = new PutImages(stores, tenantId);
      const [annId, sample] = [await idOf(ann), await picture()];
      let scene: Scene;

      const { schedules } = await explore(pair, {
        preemptions: 1,
        given: async () => {
          await put.clear();
          const [from, into] = [await put.category('Herons'), await put.category('Birds')];
          const { id: collection } = await stores.postgres.one<{ id: string }>('insert into gallery_collections (tenant_id, owner, name) values ($1, $2, \'Mine\') returning id', [tenantId, annId]);
          await stores.postgres.rows('update users set role = \'admin\' where id = $1', [annId]);
          scene = { image: await put.put({ by: annId, categoryId: from }), collection, from, into, ann: annId, sample };
        },
        when: {
          [one.by]: async () => (await one.act(gallery(one.by === 'ann' ? ann : owner), scene, one.by === 'ann' ? ann : owner)).status,
          phone: async () => (await other.act(gallery(phone), scene, phone)).status,
        },
        then: async (told) => [
          ...Object.entries(told).filter(([, status]) => !TOLD.includes(status as number)).map(([who, status]) => ({ who, was_told: status })),
          ...await put.offending(),
        ],
      });
      expect(schedules).toBeGreaterThan(0);
    });
  }
}
