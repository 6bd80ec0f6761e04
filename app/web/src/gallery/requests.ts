import { api } from '../platform/client';
import { upload } from '../platform/upload';
import type { Category, Collection, Comment, ImagePage, Maintenance, Me, Member, Role, Vote, WithMine, Words } from './types';

const at = (kind: string, id: string, rest = '') => `/gallery/${kind}/${encodeURIComponent(id)}${rest}`;

function asked(path: string, question: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(question)) if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

export interface Turn {
  cursor?: string;
  limit?: number;
}

export interface UploadWords extends Words {
  collectionId: string | null;
}

export const requests = {
  me: () => api.get<Me>('/gallery/me'),

  feed: (filter: { categoryId?: string; breedId?: string }, turn: Turn) => api.get<ImagePage>(asked('/gallery/images', { ...filter, ...turn })),
  search: (q: string, turn: Turn) => api.get<ImagePage>(asked('/gallery/search', { q, ...turn })),
  own: (turn: Turn) => api.get<ImagePage>(asked('/gallery/images/mine', { ...turn })),

  image: (id: string) => api.get<WithMine>(at('images', id)),
  file: (id: string, size: 'thumb' | 'large', signal: AbortSignal) => api.file(at('images', id, `/file?size=${size}`), signal),
  edit: (id: string, version: number, words: Partial<Words>) => api.patch<WithMine>(at('images', id), { version, ...words }),
  deleteImage: (id: string) => api.delete(at('images', id)),
  upload(file: File, uploadKey: string, { title, description, categoryId, breedId, collectionId }: UploadWords, onProgress: (sent: number, total: number) => void, signal: AbortSignal) {
    const form = new FormData();
    // In the body: an address would not hold a long one, of which each letter may become nine.
    form.append('description', description);
    form.append('file', file);
    return upload<WithMine>(asked('/gallery/images', { title, categoryId, breedId, collectionId, uploadKey }), form, onProgress, signal);
  },

  vote: (id: string, value: Vote) => {
    const path = at('images', id, '/vote');
    return value === 0 ? api.delete<Voted>(path) : api.put<Voted>(path, { value });
  },
  favourite: (id: string, on: boolean) => {
    const path = at('images', id, '/favourite');
    return on ? api.put<{ favourite: boolean; image: WithMine }>(path) : api.delete<{ favourite: boolean; image: WithMine }>(path);
  },

  comments: (id: string, after: number, limit: number) => api.get<{ comments: Comment[]; next: number | string | null }>(asked(at('images', id, '/comments'), { after, limit })),
  comment: (id: string, text: string, key: string) => api.post<{ comment: Comment; image: WithMine }>(at('images', id, '/comments'), { text, key }),
  deleteComment: (id: string) => api.delete(at('comments', id)),

  collections: () => api.get<{ collections: Collection[] }>('/gallery/collections').then(({ collections }) => collections),
  collection: (id: string, turn: Turn) => api.get<ImagePage & { collection: Collection }>(asked(at('collections', id), { ...turn })),
  newCollection: (name: string) => api.post<Collection>('/gallery/collections', { name }),
  renameCollection: (id: string, version: number, name: string) => api.patch<Collection>(at('collections', id), { version, name }),
  deleteCollection: (id: string) => api.delete(at('collections', id)),
  collect: (id: string, imageId: string) => api.put<{ collection: Collection }>(at('collections', id, `/images/${encodeURIComponent(imageId)}`)),
  uncollect: (id: string, imageId: string) => api.delete<{ collection: Collection }>(at('collections', id, `/images/${encodeURIComponent(imageId)}`)),

  categories: () => api.get<{ categories: Category[] }>('/gallery/categories').then(({ categories }) => categories),
  newCategory: (name: string) => api.post<Category>('/gallery/categories', { name }),
  renameCategory: (id: string, version: number, name: string) => api.patch<Category>(at('categories', id), { version, name }),
  mergeCategory: (id: string, into: string) => api.post<Category>(at('categories', id, '/merge'), { into }),
  deleteCategory: (id: string) => api.delete(at('categories', id)),
  newBreed: (categoryId: string, name: string) => api.post<unknown>(at('categories', categoryId, '/breeds'), { name }),
  deleteBreed: (id: string) => api.delete(at('breeds', id)),

  maintenance: () => api.get<Maintenance>('/gallery/maintenance'),
  setMaintenance: (maintenance: boolean, message: string) => api.put<Maintenance>('/gallery/maintenance', { maintenance, ...(message && { message }) }),
  members: () => api.get<{ members: Member[] }>('/members').then(({ members }) => members),
  setRole: (id: string, role: Role) => api.put<{ member: Member }>(`/members/${encodeURIComponent(id)}/role`, { role }),
};

interface Voted {
  vote: Vote;
  /** The entry's place in one's history; null when nothing changed. */
  number: number | null;
  image: WithMine;
}
