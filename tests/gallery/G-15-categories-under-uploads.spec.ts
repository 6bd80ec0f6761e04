import { answered, expect, test as base, walk, type GalleryCategory, type GalleryImage } from './gallery.fixture.js';
import { queued } from './row-queue.js';

const test = base.extend<{ uploads: number }>({ uploads: [4, { option: true }] });

test('G-15a a category is merged away while users upload into it, edit into it and filter by it', async ({ users, owner, gallery, picture, race, gates, uploads, stores, tenantId, everythingHolds }) => {
  const [ann, bob, reader] = await users(3);
  const [from, into] = await Promise.all(['Herons', 'Birds'].map(async (name) => answered<GalleryCategory>(await gallery(owner).makeCategory(name), 201)));
  const before = await Promise.all([from, into].map(async (category) => await gallery(ann).hang(await picture(), { categoryId: category!.id })));
  const moved = await gallery(bob).hang(await picture());
  const images = await Promise.all(Array.from({ length: uploads }, () => picture()));
  let filtered: () => void;
  const hasFiltered = new Promise<void>((resolve) => { filtered = resolve; });
  const acts = [
    // Not before the reader has filtered, who would find nothing after it.
    async () => { await hasFiltered; return await gallery(owner).mergeCategory(from!.id, into!.id); },
    () => gallery(bob).edit(moved.id, moved.version, { categoryId: from!.id }),
    () => gallery(owner).renameCategory(into!.id, into!.version, 'Waterbirds'),
    ...images.map((image) => () => gallery(ann).upload(image, { categoryId: from!.id })),
  ];

  const { result: outcome } = await gates.row('gallery_categories', { id: from!.id }).during(async () => await race([owner, bob, owner, ...images.map(() => ann), reader], async (user, i) => {
    if (i < acts.length) return await acts[i]!();
    // Filtering waits for nobody: the gate holds the category.
    const reply = await gallery(user).feed({ categoryId: from!.id }).finally(filtered);
    expect(answered<{ images: GalleryImage[] }>(reply, 200).images.map(({ id }) => id)).toContain(before[0]!.id);
    return reply;
  }, { label: 'merge, edit, rename, upload and filter' }), { waiters: 2 + uploads });

  expect(outcome.values.map(({ status }) => status)).toEqual([200, 200, 200, ...images.map(() => 201), 200]);
  await everythingHolds();
  const everything = 2 + 1 + uploads;
  const categories = await gallery(reader).allCategories();
  expect(categories.find(({ id }) => id === into!.id), 'counts agree').toMatchObject({ name: 'Waterbirds', images: everything });
  expect(categories.map(({ id }) => id)).not.toContain(from!.id);
  const found = await walk((cursor) => gallery(reader).feed({ categoryId: into!.id, cursor, limit: 3 }));
  const stored = await stores.postgres.rows<{ id: string }>('select id from gallery_images where tenant_id = $1 and category_id = $2', [tenantId, into!.id]);
  expect(found.map(({ id }) => id).sort(), 'the filter shows what is stored').toEqual(stored.map(({ id }) => id).sort());
  expect(stored).toHaveLength(everything);
  // Who still has the merged category in a form gets where it went.
  expect(answered<GalleryImage>(await gallery(ann).upload(await picture(), { categoryId: from!.id }), 201).categoryId).toBe(into!.id);
});

test('G-15b a category\'s delete and uploads into it have all come to its row, in either order', { tag: '@quick' }, async ({ users, owner, gallery, picture, race, gates, uploads, stores, tenantId, everythingHolds }) => {
  const [ann] = await users(1);

  for (const deletedFirst of [true, false]) {
    const category = answered<GalleryCategory>(await gallery(owner).makeCategory('Herons'), 201);
    const images = await Promise.all(Array.from({ length: uploads }, () => picture()));
    const { result: outcome } = await gates.row('gallery_categories', { id: category.id }).during(() => race([owner, ...images.map(() => ann)], async (user, i) => {
      if ((i === 0) !== deletedFirst) await queued(stores, 'gallery_categories', category.id);
      return i === 0 ? await gallery(user).removeCategory(category.id) : await gallery(user).upload(images[i - 1]!, { categoryId: category.id });
    }, { label: deletedFirst ? 'delete it, then upload into it' : 'upload into it, then delete it' }), { waiters: 1 + uploads });

    const told = outcome.values.map((reply) => (reply.ok ? reply.status : reply.json<{ error: string }>().error));
    expect(told, 'deleted, and nothing can come into it; or used, and it stays').toEqual(deletedFirst ? [204, ...images.map(() => 'category_gone')] : ['category_in_use', ...images.map(() => 201)]);
    await everythingHolds();
    expect(await stores.postgres.one('select (select count(*)::int from gallery_images where tenant_id = $1) as images, (select count(*)::int from gallery_categories where id = $2) as categories', [tenantId, category.id]))
      .toEqual(deletedFirst ? { images: 0, categories: 0 } : { images: uploads, categories: 1 });
  }
});
