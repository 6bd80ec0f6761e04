import { QUIET_WORKERS } from '../quiet-workers.js';
import { answered, belonging, counters, expect, offending, test, votes, type GalleryCategory, type GalleryCollection, type GalleryDesk, type GalleryImage } from './gallery.fixture.js';
import { WaitingImage } from './waiting-image.js';

interface Scene { image: string; collection: string; category: string; into: string; /** The owner's hands. */ boss: GalleryDesk }

/** The rest of the interaction matrix: what can meet a worker that processes an image. See interactions.spec.ts. */
const OPERATIONS: Record<string, (desk: GalleryDesk, scene: Scene) => Promise<{ status: number }>> = {
  vote: (desk, { image }) => desk.vote(image, 1),
  favourite: (desk, { image }) => desk.favourite(image),
  comment: (desk, { image }) => desk.comment(image, 'Nice'),
  collect: (desk, { image, collection }) => desk.collect(collection, image),
  'edit image': (desk, { image }) => desk.edit(image, 1, { title: 'Edited' }),
  'delete image': (desk, { image }) => desk.remove(image),
  'merge category': (_, { boss, category, into }) => boss.mergeCategory(category, into),
};

const TOLD = [200, 201, 204, 409, 410];

test.use({ deployment: { wire: true, instances: 1, workers: 1, settings: { IMAGE_PREFETCH: '1', ...QUIET_WORKERS, COMMENTS_PER_MINUTE: '100000' } } });
test.describe.configure({ mode: 'default' });

for (const [name, act] of Object.entries(OPERATIONS)) {
  test(`process × ${name}`, async ({ users, owner, gallery, picture, explore, target, stores, tenantId }) => {
    const [ann] = await users(1);
    const boss = gallery(owner);
    const preset = (await boss.allCategories()).find((category) => category.preset)!.id;
    const model = await gallery(ann).hang(await picture());
    const waiting = new WaitingImage(stores, target.stores.files, model);
    let scene: Scene;

    const { schedules } = await explore(`process × ${name}`, {
      preemptions: 1,
      // Between two statements the worker makes thumbnails, which on a busy machine takes a while; it waits for nobody there.
      elsewhereMs: 5000,
      given: async () => {
        await stores.postgres.rows('delete from gallery_collections where tenant_id = $1', [tenantId]);
        const collection = answered<GalleryCollection>(await gallery(ann).makeCollection('Mine'), 201).id;
        const image = await waiting.renew();
        // In a category of its own: the one before was merged away.
        await stores.postgres.rows('delete from gallery_categories where tenant_id = $1 and not preset', [tenantId]);
        const category = answered<GalleryCategory>(await boss.makeCategory('Herons'), 201).id;
        await stores.postgres.rows('update gallery_images set category_id = $2 where id = $1', [image, category]);
        scene = { image, collection, category, into: preset, boss };
      },
      when: {
        worker: () => waiting.process(),
        ann: async () => (await act(gallery(ann), scene)).status,
      },
      then: async (told) => [
        ...(TOLD.includes(told.ann as number) ? [] : [{ who: 'ann', was_told: told.ann }]),
        ...(['READY', 'gone'].includes(told.worker as GalleryImage['status']) ? [] : [{ who: 'worker', ended: told.worker }]),
        ...await offending(stores, [...counters(tenantId), ...votes(tenantId), ...belonging(tenantId)]),
      ],
    });
    expect(schedules).toBeGreaterThan(0);
  });
}
