export type ImageStatus = 'PROCESSING' | 'READY' | 'FAILED';
export type Vote = 1 | 0 | -1;
export type Role = 'owner' | 'admin' | 'moderator' | 'member';

/** As everybody sees it. */
export interface Image {
  id: string;
  title: string;
  description: string;
  categoryId: string;
  breedId: string | null;
  uploadedBy: string;
  uploaderName: string;
  width: number;
  height: number;
  byteSize: number;
  status: ImageStatus;
  failure: string | null;
  /** Rises with edits. */
  version: number;
  /** Rises with every visible change. */
  revision: number;
  upVotes: number;
  downVotes: number;
  favourites: number;
  comments: number;
  createdAt: string;
  readyAt: string | null;
}

/** What oneself has done to it. */
export interface Mine {
  vote: Vote;
  favourite: boolean;
}

export type WithMine = Image & { mine?: Mine };

export interface ImagePage {
  images: WithMine[];
  next: string | null;
}

/** What a person types about an image. */
export interface Words {
  title: string;
  description: string;
  categoryId: string;
  breedId: string | null;
}

export interface Comment {
  id: string;
  imageId: string;
  author: string;
  authorName: string;
  number: number;
  text: string;
  createdAt: string;
}

export interface Collection {
  id: string;
  name: string;
  owner: string;
  images: number;
  version: number;
}

export interface Breed {
  id: string;
  name: string;
  images: number;
}

export interface Category {
  id: string;
  name: string;
  preset: boolean;
  version: number;
  images: number;
  breeds: Breed[];
}

export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
}

export interface Maintenance {
  maintenance: boolean;
  message: string | null;
  version: number;
}

export interface Me {
  role: Role;
  quota: { images: { used: number; limit: number }; bytes: { used: number; limit: number } };
}
