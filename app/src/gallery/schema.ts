/** `PROCESSING → READY | FAILED`. */
export type ImageStatus = 'PROCESSING' | 'READY' | 'FAILED';

/** An image as everyone sees it who may see it at all. */
export interface Image {
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
  status: ImageStatus;
  failure: string | null;
  /** Rises with edits. */
  version: number;
  /** Rises with every visible change, counters included. */
  revision: number;
  upVotes: number;
  downVotes: number;
  favourites: number;
  comments: number;
  createdAt: string;
  readyAt: string | null;
}

/** What an image is to the one who asks. */
export interface Mine {
  vote: 1 | 0 | -1;
  favourite: boolean;
}

export type ImageWithMine = Image & { mine: Mine };
