import { FormData } from 'undici';
import { answered, type HttpClient, type Reply } from '../../fixtures/index.js';
import { NotYet, until } from '../../fixtures/index.js';
import type { SampleImage } from '../../data/images.js';
import type { GalleryAccount, GalleryCategory, GalleryCollection, GalleryImage, GalleryRole, ImageList, PageOf, UploadDetails, VoteEntry } from './gallery.types.js';

/** Bazaar's gallery as one user sees it. Each method is one request and gives back the answer, whatever it is, unless it says otherwise. */
export class GalleryDesk {
  readonly #api: HttpClient;

  constructor({ api }: { api: HttpClient }) { this.#api = api; }

  upload(image: SampleImage, details: UploadDetails = {}): Promise<Reply> {
    return this.#api.post('/api/gallery/images', { form: imageForm(image, details), query: uploadQuery(image, details) });
  }

  feed(page: PageOf & { categoryId?: string; breedId?: string } = {}): Promise<Reply> { return this.#api.get('/api/gallery/images', { query: { ...page } }); }
  search(q: string, page: PageOf = {}): Promise<Reply> { return this.#api.get('/api/gallery/search', { query: { q, ...page } }); }
  mine(page: PageOf = {}): Promise<Reply> { return this.#api.get('/api/gallery/images/mine', { query: { ...page } }); }
  image(id: string): Promise<Reply> { return this.#api.get(`/api/gallery/images/${id}`); }
  file(id: string, size: 'thumb' | 'large' | 'original' = 'original'): Promise<Reply> { return this.#api.get(`/api/gallery/images/${id}/file`, { query: { size } }); }
  edit(id: string, version: number, changes: Pick<UploadDetails, 'title' | 'description' | 'categoryId' | 'breedId'>): Promise<Reply> { return this.#api.patch(`/api/gallery/images/${id}`, { json: { version, ...changes } }); }
  remove(id: string): Promise<Reply> { return this.#api.delete(`/api/gallery/images/${id}`); }
  /** Long poll. @param wait seconds, at most 25 */
  changes(id: string, since: number, wait: number): Promise<Reply> { return this.#api.get(`/api/gallery/images/${id}/changes`, { query: { since, wait }, timeoutMs: (wait + 30) * 1000 }); }
  me(): Promise<Reply> { return this.#api.get('/api/gallery/me'); }

  vote(id: string, value: 1 | -1): Promise<Reply> { return this.#api.put(`/api/gallery/images/${id}/vote`, { json: { value } }); }
  withdrawVote(id: string): Promise<Reply> { return this.#api.delete(`/api/gallery/images/${id}/vote`); }
  /** One's history of votes. @param after number of the last entry one has */
  votes({ after = 0, limit }: { after?: number; limit?: number } = {}): Promise<Reply> { return this.#api.get('/api/gallery/votes', { query: { after, ...(limit === undefined ? {} : { limit }) } }); }
  favourite(id: string): Promise<Reply> { return this.#api.put(`/api/gallery/images/${id}/favourite`); }
  unfavourite(id: string): Promise<Reply> { return this.#api.delete(`/api/gallery/images/${id}/favourite`); }
  favourites(page: PageOf = {}): Promise<Reply> { return this.#api.get('/api/gallery/favourites', { query: { ...page } }); }

  comment(id: string, text: string, key?: string): Promise<Reply> { return this.#api.post(`/api/gallery/images/${id}/comments`, { json: { text, key } }); }
  comments(id: string, { after = 0, limit }: { after?: number; limit?: number } = {}): Promise<Reply> { return this.#api.get(`/api/gallery/images/${id}/comments`, { query: { after, ...(limit === undefined ? {} : { limit }) } }); }
  removeComment(id: string): Promise<Reply> { return this.#api.delete(`/api/gallery/comments/${id}`); }

  makeCollection(name: string): Promise<Reply> { return this.#api.post('/api/gallery/collections', { json: { name } }); }
  collections(): Promise<Reply> { return this.#api.get('/api/gallery/collections'); }
  collection(id: string, page: PageOf = {}): Promise<Reply> { return this.#api.get(`/api/gallery/collections/${id}`, { query: { ...page } }); }
  renameCollection(id: string, version: number, name: string): Promise<Reply> { return this.#api.patch(`/api/gallery/collections/${id}`, { json: { version, name } }); }
  removeCollection(id: string): Promise<Reply> { return this.#api.delete(`/api/gallery/collections/${id}`); }
  collect(collectionId: string, imageId: string): Promise<Reply> { return this.#api.put(`/api/gallery/collections/${collectionId}/images/${imageId}`); }
  uncollect(collectionId: string, imageId: string): Promise<Reply> { return this.#api.delete(`/api/gallery/collections/${collectionId}/images/${imageId}`); }

  categories(): Promise<Reply> { return this.#api.get('/api/gallery/categories'); }
  makeCategory(name: string): Promise<Reply> { return this.#api.post('/api/gallery/categories', { json: { name } }); }
  renameCategory(id: string, version: number, name: string): Promise<Reply> { return this.#api.patch(`/api/gallery/categories/${id}`, { json: { version, name } }); }
  mergeCategory(id: string, into: string): Promise<Reply> { return this.#api.post(`/api/gallery/categories/${id}/merge`, { json: { into } }); }
  removeCategory(id: string): Promise<Reply> { return this.#api.delete(`/api/gallery/categories/${id}`); }
  makeBreed(categoryId: string, name: string): Promise<Reply> { return this.#api.post(`/api/gallery/categories/${categoryId}/breeds`, { json: { name } }); }
  removeBreed(id: string): Promise<Reply> { return this.#api.delete(`/api/gallery/breeds/${id}`); }

  members(): Promise<Reply> { return this.#api.get('/api/members'); }
  setRole(userId: string, role: GalleryRole): Promise<Reply> { return this.#api.put(`/api/members/${userId}/role`, { json: { role } }); }
  maintenance(): Promise<Reply> { return this.#api.get('/api/gallery/maintenance'); }
  setMaintenance(maintenance: boolean, message?: string): Promise<Reply> { return this.#api.put('/api/gallery/maintenance', { json: { maintenance, message } }); }

  /** Uploads an image as it should go. @throws Error with what was answered instead */
  async hand(image: SampleImage, details?: UploadDetails): Promise<GalleryImage> { return answered<GalleryImage>(await this.upload(image, details), 201); }

  /** Uploads an image and waits until everybody can see it. */
  async hang(image: SampleImage, details?: UploadDetails): Promise<GalleryImage> {
    const hung = await this.processed((await this.hand(image, details)).id);
    if (hung.status !== 'READY') throw new Error(`${image.name} was to become READY and is ${hung.status}: ${hung.failure}`);
    return hung;
  }

  /** Waits until an image of one's own is no longer being processed. */
  async processed(id: string, deadlineMs = 60_000): Promise<GalleryImage> {
    return await until(`image ${id} to be processed`, async () => {
      const image = answered<GalleryImage>(await this.image(id), 200);
      if (image.status === 'PROCESSING') throw new NotYet('it is PROCESSING');
      return image;
    }, { deadlineMs, everyMs: 50 });
  }

  /** Makes a collection as it should go. */
  async newCollection(name: string): Promise<GalleryCollection> { return answered<GalleryCollection>(await this.makeCollection(name), 201); }

  /** The categories, as they should be answered. */
  async allCategories(): Promise<GalleryCategory[]> { return answered<{ categories: GalleryCategory[] }>(await this.categories(), 200).categories; }

  /** One's role and quota, as they should be answered. */
  async account(): Promise<GalleryAccount> { return answered<GalleryAccount>(await this.me(), 200); }

  /** One's whole history of votes, page by page from its beginning. */
  async voteHistory(limit = 100): Promise<VoteEntry[]> {
    const entries: VoteEntry[] = [];
    for (let after: number | null = 0; after !== null;) {
      const page: { entries: VoteEntry[]; next: number | null } = answered(await this.votes({ after, limit }), 200);
      entries.push(...page.entries);
      after = page.next;
    }
    return entries;
  }
}

/**
 * Follows a list from page to page to its end, and returns the images in the order in which they came.
 * @param read reads one page
 * @param between called after each page but the last, with what has come so far
 * @example await walk((cursor) => hand(ann).feed({ cursor, limit: 5 }));
 */
export async function walk(read: (cursor: string | undefined) => Promise<Reply>, between?: (seen: readonly GalleryImage[]) => Promise<unknown>): Promise<GalleryImage[]> {
  const seen: GalleryImage[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: ImageList = answered(await read(cursor), 200);
    seen.push(...page.images);
    cursor = page.next;
    if (cursor !== null) await between?.(seen);
  }
  return seen;
}

/** The multipart body of an upload. */
export function imageForm({ name, mediaType, content }: SampleImage, { description }: UploadDetails = {}): FormData {
  const form = new FormData();
  if (description !== undefined) form.set('description', description);
  form.set('file', new Blob([new Uint8Array(content)], { type: mediaType }), name);
  return form;
}

/** The query of an upload. */
export function uploadQuery({ name }: SampleImage, { title = name, description: _, ...details }: UploadDetails = {}): Record<string, string> {
  return { title, ...details };
}
