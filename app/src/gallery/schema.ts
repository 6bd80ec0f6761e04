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
const Description = Type.String({ maxLength: 2000 });
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });
const Limit = Type.Integer({ minimum: 1, maximum: 100, default: 30 });

export const ById = Type.Object({ id: Uuid });

export const Upload = Type.Object({
  title: Title,
  description: Type.Optional(Description),
  categoryId: Type.Optional(Uuid),
  breedId: Type.Optional(Uuid),
  collectionId: Type.Optional(Uuid),
  uploadKey: Type.Optional(Uuid),
});
export type Upload = Static<typeof Upload>;

export const OwnPage = Type.Object({ limit: Limit, cursor: Type.Optional(Type.String({ pattern: '^\\d{1,18}_[0-9a-f-]{36}$' })) });

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
