import type { Queryable } from '../../platform/postgres.js';
import type { Comment, NumberedPage } from '../schema.js';

type Row = Omit<Comment, 'createdAt'> & { createdAt: Date };

const COLUMNS = 'c.id, c.image_id as "imageId", c.author, u.name as "authorName", c.number, c.text, c.created_at as "createdAt"';
const WITH_AUTHOR = 'join users u on u.id = c.author';
const toComment = ({ createdAt, ...row }: Row): Comment => ({ ...row, createdAt: createdAt.toISOString() });

export interface CommentToInsert {
  imageId: string;
  author: string;
  key: string | undefined;
  number: number;
  text: string;
}

export async function insertComment(tx: Queryable, { imageId, author, key, number, text }: CommentToInsert): Promise<Comment> {
  const { rows } = await tx.query<Row>(
    `with c as (insert into gallery_comments (image_id, author, comment_key, number, text, created_at) values ($1, $2, $3, $4, $5, clock_timestamp()) returning *)
     select ${COLUMNS} from c ${WITH_AUTHOR}`,
    [imageId, author, key, number, text],
  );
  return toComment(rows[0]!);
}

export async function findCommentByKey(tx: Queryable, author: string, key: string): Promise<Comment | undefined> {
  const { rows } = await tx.query<Row>(`select ${COLUMNS} from gallery_comments c ${WITH_AUTHOR} where c.author = $1 and c.comment_key = $2`, [author, key]);
  return rows[0] && toComment(rows[0]);
}

/** Whose comment it is, and on which image: neither ever changes. */
export async function findComment(db: Queryable, tenantId: string, id: string): Promise<{ author: string; imageId: string } | undefined> {
  const { rows } = await db.query<{ author: string; imageId: string }>(
    'select c.author, c.image_id as "imageId" from gallery_comments c join gallery_images i on i.id = c.image_id where c.id = $1 and i.tenant_id = $2',
    [id, tenantId],
  );
  return rows[0];
}

/** Whether it was still there. Protected by: the affected rows of a DELETE, of any number at once one finds it. */
export async function deleteComment(tx: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from gallery_comments where id = $1', [id]);
  return rowCount === 1;
}

export async function listComments(db: Queryable, imageId: string, { after, limit }: NumberedPage): Promise<Comment[]> {
  const { rows } = await db.query<Row>(`select ${COLUMNS} from gallery_comments c ${WITH_AUTHOR} where c.image_id = $1 and c.number > $2 order by c.number limit $3`, [imageId, after, limit]);
  return rows.map(toComment);
}
