import type { Image } from '../schema.js';

/** To be selected `from gallery_images i` (or a CTE of that name, such as an UPDATE's RETURNING) with `WITH_UPLOADER`. */
export const IMAGE_COLUMNS = `i.id, i.title, i.description, i.category_id as "categoryId", i.breed_id as "breedId", i.uploaded_by as "uploadedBy", u.name as "uploaderName",
  i.media_type as "mediaType", i.width, i.height, i.byte_size as "byteSize", i.checksum, i.status, i.failure, i.version, i.revision,
  i.up_votes as "upVotes", i.down_votes as "downVotes", i.favourites, i.comments, i.created_at as "createdAt", i.ready_at as "readyAt"`;
export const WITH_UPLOADER = 'join users u on u.id = i.uploaded_by';

export type ImageColumns = Omit<Image, 'byteSize' | 'createdAt' | 'readyAt'> & { byteSize: string; createdAt: Date; readyAt: Date | null };

/** Dates as text, so that an image is the same whether it comes from the database or from the cache. Columns beside those of an image are left out. */
export function toImage(row: ImageColumns): Image {
  const { id, title, description, categoryId, breedId, uploadedBy, uploaderName, mediaType, width, height, byteSize, checksum, status, failure, version, revision, upVotes, downVotes, favourites, comments, createdAt, readyAt } = row;
  return {
    id, title, description, categoryId, breedId, uploadedBy, uploaderName, mediaType, width, height, byteSize: Number(byteSize), checksum, status, failure,
    version, revision, upVotes, downVotes, favourites, comments, createdAt: createdAt.toISOString(), readyAt: readyAt?.toISOString() ?? null,
  };
}
