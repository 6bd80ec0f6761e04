import { until } from '../../fixtures/index.js';
import { answered, ensemble, expect, test as base, type GalleryDesk, type GalleryImage, type ImageList } from './gallery.fixture.js';

const EDITS = 12;
const test = base.extend<{ edits: number; readers: number }>({
  edits: [EDITS, { option: true }],
  readers: [4, { option: true }],
});

/** What the image says in each of its versions: title and description name the same one. */
const saying = (version: number) => ({ title: `Heron, version ${version}`, description: `A heron as of version ${version}` });

/** Every way to come by the image. */
const WAYS: ((desk: GalleryDesk, id: string) => Promise<GalleryImage>)[] = [
  async (desk, id) => answered<GalleryImage>(await desk.image(id), 200),
  async (desk, id) => inPage(answered<ImageList>(await desk.feed(), 200), id),
  async (desk, id) => inPage(answered<ImageList>(await desk.search('heron'), 200), id),
];

function inPage({ images }: ImageList, id: string): GalleryImage {
  const found = images.filter((image) => image.id === id);
  if (found.length !== 1) throw new Error(`the image is ${found.length} times on a page of ${images.length}`);
  return found[0]!;
}

/** The version that is not edited before everybody has read it: so each reader reads amid the edits, for certain. */
const middle = (edits: number) => Math.ceil(edits / 2);

/** Told of each version that was read. */
type Told = (version: number) => Promise<void> | void;

/** Reads in every way by turns until the last version has come, and gives back everything seen. */
async function readUntil(desk: GalleryDesk, id: string, last: number, told: Told): Promise<GalleryImage[]> {
  const seen: GalleryImage[] = [];
  while (seen.at(-1)?.version !== last) {
    seen.push(await WAYS[seen.length % WAYS.length]!(desk, id));
    await told(seen.at(-1)!.version);
  }
  return seen;
}

/** Follows the image by long polls until the last version has come. */
async function followUntil(desk: GalleryDesk, id: string, last: number, told: Told): Promise<GalleryImage[]> {
  const seen: GalleryImage[] = [];
  while (seen.at(-1)?.version !== last) {
    const reply = await desk.changes(id, seen.at(-1)?.revision ?? 0, 20);
    if (reply.status === 204) continue;
    seen.push(answered<GalleryImage>(reply, 200));
    await told(seen.at(-1)!.version);
  }
  return seen;
}

/** Edits again and again. @param before called before each edit with the version that it replaces */
async function editUntil(desk: GalleryDesk, id: string, last: number, before: Told): Promise<GalleryImage[]> {
  for (let version = 1; version < last; version++) {
    await before(version);
    answered(await desk.edit(id, version, saying(version + 1)), 200);
  }
  return [];
}

/** Each thing read is one version as it was written, and none is older than what the same reader read before. */
function expectWholeAndForward(reader: string, seen: readonly GalleryImage[]): void {
  for (const [i, { version, revision, title, description }] of seen.entries()) {
    expect({ title, description }, `${reader} reads one version, not a mixture`).toEqual(saying(version));
    const before = seen[i - 1];
    if (before === undefined) continue;
    expect(version, `${reader}'s read ${i + 1} is no older version than the one before`).toBeGreaterThanOrEqual(before.version);
    expect(revision, `${reader}'s read ${i + 1} is no older revision than the one before`).toBeGreaterThanOrEqual(before.revision);
  }
}

test('G-11a one edits while others read', { tag: '@quick' }, async ({ users, gallery, picture, race, edits, readers, stores, everythingHolds }) => {
  const [editor, follower, ...others] = await users(2 + readers);
  const { id } = await gallery(editor!).hang(await picture(), saying(1));
  const newest = [follower!, ...others].map(() => 0);

  const outcome = await race([editor!, follower!, ...others], async (user, i) => {
    if (i > 0) return await (i === 1 ? followUntil : readUntil)(gallery(user), id, edits + 1, (version) => { newest[i - 1] = version; });
    return await editUntil(gallery(user), id, edits + 1, async (version) => {
      if (version === middle(edits)) await until(() => `everybody to read version ${version}; they have read ${newest.join(', ')}`, () => newest.every((read) => read >= version), { everyMs: 3 });
    });
  }, { label: 'edit and read', minOverlap: 2 + readers });

  const seen = outcome.values.slice(1);
  seen.forEach((images, i) => expectWholeAndForward(outcome.operations[i + 1]!.user, images));
  expect(await stores.postgres.one('select version, title, description from gallery_images where id = $1', [id])).toEqual({ version: edits + 1, ...saying(edits + 1) });
  await everythingHolds();
});

ensemble('G-11b readers at every instance while one edits', { roles: ['editor', 'reader', 'follower'] },
  async ({ role, target, users, signIn, gallery, picture, agree, gather, together, rendezvous, stores, everythingHolds }) => {
    const [me] = await users(1);
    const instances = target.processes.filter(({ kind }) => kind === 'api');
    const device = await signIn(me.credentials, { at: instances[['editor', 'reader', 'follower'].indexOf(role) % instances.length] });
    const desk = gallery(device);
    const mine = role === 'editor' ? (await desk.hang(await picture(), saying(1))).id : null;
    const id = (await gather('the image', mine)).editor!;

    let met = false;
    const meet = async (version: number) => {
      if (met || version < middle(EDITS)) return;
      met = true;
      await rendezvous('everybody has read the middle version');
    };

    const outcome = await together('edit and read', async () => await { editor: editUntil, reader: readUntil, follower: followUntil }[role]!(desk, id, EDITS + 1, meet), { minOverlap: 3 });

    const seen = outcome.values.slice(1);
    expectWholeAndForward('the reader', seen[0]!);
    expectWholeAndForward('the follower', seen[1]!);
      expect(await agree('what is stored', async () => await stores.postgres.one('select version, title, description from gallery_images where id = $1', [id]))).toEqual({ version: EDITS + 1, ...saying(EDITS + 1) });
    await everythingHolds();
    await rendezvous('all have judged');
  });
