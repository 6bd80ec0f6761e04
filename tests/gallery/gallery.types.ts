/** What Bazaar's gallery answers; see docs/bazaar-gallery.md. */

export interface GalleryImage {
  id: string;
  title: string;
  description: string;
  categoryId: string;
  breedId: string | null;
  uploadedBy: string;
  uploaderName: string;
  mediaType: string;
  width: number;
  height: number;
  byteSize: number;
  checksum: string;
  status: 'PROCESSING' | 'READY' | 'FAILED';
  failure: string | null;
  version: number;
  revision: number;
  upVotes: number;
  downVotes: number;
  favourites: number;
  comments: number;
  createdAt: string;
  readyAt: string | null;
  mine?: { vote: 1 | 0 | -1; favourite: boolean };
}

export interface ImageList { images: GalleryImage[]; next: string | null }

export interface Voted { vote: 1 | 0 | -1; number: number | null; image: GalleryImage }

export interface VoteEntry { number: number; imageId: string; value: 1 | 0 | -1; at: string }

export interface GalleryComment { id: string; imageId: string; author: string; authorName: string; number: number; text: string; createdAt: string }

export interface GalleryCollection { id: string; name: string; owner: string; images: number; version: number; createdAt: string }

export interface GalleryCategory { id: string; name: string; preset: boolean; version: number; images: number; breeds: { id: string; name: string; images: number }[] }

export type GalleryRole = 'admin' | 'moderator' | 'member';
export interface GalleryMember { id: string; name: string; email: string; role: GalleryRole | 'owner' }

export interface GalleryAccount { role: GalleryRole | 'owner'; quota: { images: { used: number; limit: number }; bytes: { used: number; limit: number } } }

/** What is said of an image when it is uploaded. */
export interface UploadDetails {
  /** Default: the file's name. */
  title?: string;
  description?: string;
  categoryId?: string;
  breedId?: string;
  /** Puts it into a collection in the same transaction. */
  collectionId?: string;
  /** A UUID: sending it twice makes one image. */
  uploadKey?: string;
}

/** Which part of a list is wanted. */
export interface PageOf { cursor?: string; limit?: number }
