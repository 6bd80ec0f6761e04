import { type Static, Type } from 'typebox';

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

export interface Comment {
  id: string;
  imageId: string;
  author: string;
  authorName: string;
  /** 1, 2, 3 … per image, in the order in which they were added. */
  number: number;
  text: string;
  createdAt: string;
}

export interface VoteEntry {
  /** 1, 2, 3 … per user, in the order in which the votes took effect. */
  number: number;
  imageId: string;
  /** 0: withdrawn. */
  value: Mine['vote'];
  at: Date;
}

export interface Collection {
  id: string;
  name: string;
  owner: string;
  /** Its entries, also of images that are not `READY`. */
  images: number;
  /** Rises with each new name. */
  version: number;
  createdAt: Date;
}

export interface Category {
  id: string;
  name: string;
  /** The one every tenant has, where images land that name none. */
  preset: boolean;
  version: number;
  /** How many are `READY`. */
  images: number;
  breeds: { id: string; name: string; images: number }[];
}

const Uuid = Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' });
const Version = Type.Integer({ minimum: 1 });
const Title = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
export const MAX_DESCRIPTION = 2000;
const Description = Type.String({ maxLength: MAX_DESCRIPTION });
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });
const Limit = Type.Integer({ minimum: 1, maximum: 100, default: 30 });

export const ById = Type.Object({ id: Uuid });

export const Upload = Type.Object({
  title: Title,
  categoryId: Type.Optional(Uuid),
  breedId: Type.Optional(Uuid),
  collectionId: Type.Optional(Uuid),
  uploadKey: Type.Optional(Uuid),
});
export type Upload = Static<typeof Upload>;

export const FileSize = Type.Object({ size: Type.Union([Type.Literal('thumb'), Type.Literal('large'), Type.Literal('original')], { default: 'original' }) });
export type FileSize = Static<typeof FileSize>['size'];

export const ImageEdit = Type.Object({
  version: Version,
  title: Type.Optional(Title),
  description: Type.Optional(Description),
  categoryId: Type.Optional(Uuid),
  /** Null: no breed any more. */
  breedId: Type.Optional(Type.Union([Type.Null(), Uuid])),
});
export type ImageEdit = Static<typeof ImageEdit>;

export const Named = Type.Object({ name: Name });
export const CategoryEdit = Type.Object({ version: Version, name: Name });
export type CategoryEdit = Static<typeof CategoryEdit>;
export const Merge = Type.Object({ into: Uuid });
export const Switch = Type.Object({ maintenance: Type.Boolean(), message: Type.Optional(Type.Union([Type.Null(), Type.String({ maxLength: 500 })])) });
export type Switch = Static<typeof Switch>;

const Cursor = Type.Optional(Type.String({ maxLength: 200 }));

export const Page = Type.Object({ limit: Limit, cursor: Cursor });
export type Page = Static<typeof Page>;
export const FeedPage = Type.Object({ limit: Limit, cursor: Cursor, categoryId: Type.Optional(Uuid), breedId: Type.Optional(Uuid) });
export type FeedPage = Static<typeof FeedPage>;
export const SearchPage = Type.Object({ limit: Limit, cursor: Cursor, q: Type.String({ maxLength: 200 }) });
export type SearchPage = Static<typeof SearchPage>;
/** The highest that Postgres holds as an integer. */
const MAX_INTEGER = 2_147_483_647;
/** Of what is numbered: everything after a number. */
export const NumberedPage = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
  after: Type.Integer({ minimum: 0, maximum: MAX_INTEGER, default: 0 }),
});
export type NumberedPage = Static<typeof NumberedPage>;

const MAX_WAIT_SECONDS = 25;
export const Changes = Type.Object({
  since: Type.Integer({ minimum: 0, maximum: MAX_INTEGER }),
  wait: Type.Integer({ minimum: 0, maximum: MAX_WAIT_SECONDS, default: MAX_WAIT_SECONDS }),
});
export type Changes = Static<typeof Changes>;

export const Vote = Type.Object({ value: Type.Union([Type.Literal(1), Type.Literal(-1)]) });
export const NewComment = Type.Object({ text: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }), key: Type.Optional(Uuid) });
export type NewComment = Static<typeof NewComment>;

const CollectionName = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' });
export const NewCollection = Type.Object({ name: CollectionName });
export const RenameCollection = Type.Object({ version: Version, name: CollectionName });
export type RenameCollection = Static<typeof RenameCollection>;
export const Entry = Type.Object({ id: Uuid, imageId: Uuid });
