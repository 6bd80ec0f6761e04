import { invariant, NotYet, StillMissing, until, type Invariant, type Row, type Stores } from '../../fixtures/index.js';

/** Folders of the file store that the gallery writes to. */
const OURS = /^(images|thumbs)\//;

/** How long a file may be there before its row, or after it: somebody else's upload or deletion may be under way in the same deployment. */
const UNDER_WAY_MS = 30_000;

/** Every image has its file with the content that was acknowledged, and a ready one its two thumbnails; no two share one. */
export function rowsHaveTheirFiles(tenantId: string): Invariant {
  return invariant('every image has its own stored file with the content that was sent, and its thumbnails', async ({ postgres, files }) => {
    const images = await postgres.rows<{ id: string; status: string; stored_path: string; checksum: string; thumb_path: string | null; large_path: string | null }>(
      'select id, status, stored_path, checksum, thumb_path, large_path from gallery_images where tenant_id = $1', [tenantId]);
    const used = new Map<string, number>();
    for (const path of images.flatMap(({ stored_path, thumb_path, large_path }) => [stored_path, thumb_path, large_path])) if (path !== null) used.set(path, (used.get(path) ?? 0) + 1);
    const wrong = await Promise.all(images.flatMap(({ id, status, stored_path, checksum, thumb_path, large_path }) => [
      look(id, status, stored_path, checksum), ...[thumb_path, large_path].filter((path) => path !== null).map((path) => look(id, status, path)),
    ]));
    return wrong.filter((row) => row !== undefined);

    async function look(image: string, status: string, path: string, expected?: string): Promise<Row | undefined> {
      const found = await files.checksum(path);
      const others = (used.get(path) ?? 0) - 1;
      const right = found !== undefined && (expected === undefined || found === expected) && others === 0;
      return right ? undefined : { image, status, path, expected: expected ?? 'a thumbnail', found: found ?? 'no such file', shared_with: others };
    }
  });
}

/**
 * No file without the row of an image, in the whole deployment: a file's name does not say whose it is. What has no row at first sight may be on
 * its way in or out; only what stays is wrong.
 */
export function filesBelongToRows(): Invariant {
  return invariant('every stored file belongs to an image', async (stores) => {
    let suspects = await strayFiles(stores);
    try {
      return await until('the files to have rows', async () => {
        if (suspects.length === 0) return [];
        const still = new Set(await strayFiles(stores));
        suspects = suspects.filter((path) => still.has(path));
        if (suspects.length > 0) throw new NotYet(suspects.join(', '));
        return [];
      }, { deadlineMs: UNDER_WAY_MS, everyMs: 100 });
    } catch (error) {
      if (!(error instanceof StillMissing)) throw error;
      return suspects.map((path) => ({ path, belongs_to: 'no image' }));
    }
  });
}

async function strayFiles({ postgres, files }: Stores): Promise<string[]> {
  // The files first: an image whose row is written in between is then no stray.
  const stored = (await files.list()).map(({ path }) => path).filter((path) => OURS.test(path));
  const known = new Set((await postgres.rows<{ path: string }>('select unnest(array[stored_path, thumb_path, large_path]) as path from gallery_images')).map(({ path }) => path));
  return stored.filter((path) => !known.has(path));
}
