import { randomUUID } from 'node:crypto';
import type { Faker } from '@faker-js/faker';
import type { SampleImage } from '../../data/images.js';
import { answered, type Reply, type Row, type Stores } from '../../fixtures/index.js';
import type { GalleryDesk } from './gallery-desk.js';
import type { GalleryImage } from './gallery.types.js';

/** One operation of the mix and what its user was told. `status` is undefined when no answer came: it may have taken effect, or not. */
export interface Did {
  /** ID of who did it. */
  user: string;
  what: 'vote' | 'favourite' | 'comment' | 'edit' | 'delete' | 'upload' | 'read';
  image: string;
  status?: number;
  /** The value voted, whether it is a favourite, the comment's key, the title. */
  value: string | number | boolean;
}

/** Images to act on; grows with what is uploaded, never shrinks, so that deleted ones are met, too. */
export interface Scene { images: { id: string; owner: string; version: number }[] }

const CHANCES = [['vote', 6], ['read', 6], ['comment', 4], ['favourite', 4], ['edit', 2], ['upload', 1], ['delete', 1]] as const;

/** One random operation of one user, who waits for each answer before the next: so the user's own operations have an order. */
export async function act(desk: GalleryDesk, user: string, scene: Scene, random: Faker, picture: () => Promise<SampleImage>): Promise<Did> {
  const what = random.helpers.weightedArrayElement(CHANCES.map(([value, weight]) => ({ value, weight })));
  const own = scene.images.filter(({ owner }) => owner === user);
  const of = what === 'edit' || what === 'delete' ? own : scene.images;
  if (what === 'upload' || of.length === 0) return await upload();
  const target = random.helpers.arrayElement(of);
  const image = target.id;
  switch (what) {
    case 'vote': { const value = random.helpers.arrayElement([1, -1, 0] as const); return await told({ what, image, value }, () => (value === 0 ? desk.withdrawVote(image) : desk.vote(image, value))); }
    case 'favourite': { const value = random.datatype.boolean(); return await told({ what, image, value }, () => (value ? desk.favourite(image) : desk.unfavourite(image))); }
    case 'comment': { const value = randomUUID(); return await told({ what, image, value }, () => desk.comment(image, `Comment ${value}`, value)); }
    case 'edit': {
      const value = `Title ${random.string.alphanumeric(8)}`;
      const did = await told({ what, image, value }, () => desk.edit(image, target.version, { title: value }));
      if (did.status === 200) target.version++;
      return did;
    }
    case 'delete': return await told({ what, image, value: true }, () => desk.remove(image));
    case 'read': return await told({ what, image, value: true }, () => (random.datatype.boolean() ? desk.image(image) : desk.feed({ limit: 10 })));
  }

  async function upload(): Promise<Did> {
    const sample = await picture();
    let image = '';
    const did = await told({ what: 'upload', image, value: 'Title at first' }, async () => {
      const reply = await desk.upload(sample, { title: 'Title at first' });
      const made = answered<GalleryImage>(reply, 201);
      scene.images.push({ id: made.id, owner: user, version: made.version });
      image = made.id;
      return reply;
    });
    return { ...did, image };
  }

  async function told(did: Omit<Did, 'user' | 'status'>, ask: () => Promise<Reply>): Promise<Did> {
    try {
      return { user, ...did, status: (await ask()).status };
    } catch {
      // No answer: unknown.
      return { user, ...did };
    }
  }
}

/** Answers that each operation may get in the mix, where nobody moderates and nothing is limited. What is new may still be processed. */
const ALLOWED: Record<Did['what'], number[]> = { vote: [200, 409, 410], favourite: [200, 409, 410], comment: [201, 409, 410], edit: [200, 410], delete: [204, 410], upload: [201], read: [200, 404, 410] };

/** What the operations that were acknowledged add up to. Of each thing, the values it may have: one, or more where an outcome is unknown. */
class Model {
  /** `vote|image|user`, `favourite|image|user`, `comment|image|user|key`, `title|image`. */
  readonly things = new Map<string, Set<Did['value']>>();
  readonly deleted = new Set<string>();
  readonly perhapsDeleted = new Set<string>();

  constructor(did: readonly Did[]) {
    for (const { user, what, image, status, value } of did) {
      if (what === 'read' || image === '') continue;
      if (what === 'delete') {
        if (status === 204) this.deleted.add(image);
        else if (status === undefined) this.perhapsDeleted.add(image);
        continue;
      }
      const key = what === 'edit' || what === 'upload' ? `title|${image}` : what === 'comment' ? `comment|${image}|${user}|${value as string}` : `${what}|${image}|${user}`;
      const held = what === 'comment' ? true : value;
      if (status === undefined) this.things.set(key, new Set([...this.things.get(key) ?? [nothing(what)], held]));
      else if (status < 300) this.things.set(key, new Set([held]));
    }
  }
}

const nothing = (what: Did['what']): Did['value'] => (what === 'vote' ? 0 : false);

/** What differs between all that users were told and what the stores hold: empty when they agree. */
export async function differences({ postgres }: Stores, tenantId: string, did: readonly Did[]): Promise<Row[]> {
  const wrong: Row[] = did.filter(({ what, status }) => status !== undefined && !ALLOWED[what].includes(status)).map((row) => ({ was_answered: row.status, ...row }));
  const { things, deleted, perhapsDeleted } = new Model(did);
  for (const { image, what, status, user } of did) if (status === 410 && !deleted.has(image) && !perhapsDeleted.has(image)) wrong.push({ image, user, what, told: 'it is gone, and nobody deleted it' });

  const there = new Set((await postgres.rows<{ id: string }>('select id from gallery_images where tenant_id = $1', [tenantId])).map(({ id }) => id));
  const named = new Set(did.map(({ image }) => image).filter((image) => image !== ''));
  const unnamed = [...there].filter((image) => !named.has(image));
  // An upload without an answer may have made one.
  if (unnamed.length > did.filter(({ image }) => image === '').length) wrong.push({ images: unnamed, model: 'never uploaded', stores: 'there' });
  for (const image of named) {
    if (deleted.has(image) && there.has(image)) wrong.push({ image, model: 'deleted', stores: 'there' });
    if (!deleted.has(image) && !perhapsDeleted.has(image) && !there.has(image)) wrong.push({ image, model: 'there', stores: 'gone' });
  }

  const found = new Map((await postgres.rows<{ key: string; value: Did['value'] }>(`
    with i as (select * from gallery_images where tenant_id = $1)
    select 'vote|' || v.image_id || '|' || v.user_id as key, to_json(v.value) as value from gallery_votes v join i on i.id = v.image_id
    union all select 'favourite|' || f.image_id || '|' || f.user_id, 'true' from gallery_favourites f join i on i.id = f.image_id
    union all select 'comment|' || c.image_id || '|' || c.author || '|' || coalesce(c.comment_key::text, 'without a key'), 'true' from gallery_comments c join i on i.id = c.image_id
    union all select 'title|' || id, to_json(title) from i`, [tenantId])).map(({ key, value }) => [key, value]));
  for (const key of new Set([...found.keys(), ...things.keys()])) {
    const [what, image] = key.split('|') as [Did['what'], string];
    if (!there.has(image) || !named.has(image)) continue;
    const expected = things.get(key) ?? new Set([nothing(what)]);
    const value = found.get(key) ?? nothing(what);
    if (!expected.has(value)) wrong.push({ what: key, model: [...expected].join(' or '), stores: value });
  }
  return wrong;
}
