import { sql } from 'kysely';
import type { Database, Ports } from '../ports.ts';
import { FilesError } from './files-error.ts';

/** A write takes seconds; what is not written after an hour never will be. */
const writingHours = 1;
/** In one job; the next one goes on. */
const mostFiles = 500;

/**
 * Removes objects that are deleted, whose patient was erased, or that were never written whole; then their rows. Several processes may sweep at once. What cannot be
 * removed now is tried again by the next sweep; when storage gives no answer, all is. No transaction is open while storage is asked.
 *
 * @returns how many were removed
 */
export async function sweepFiles({
  database,
  files,
  logger,
}: Pick<Ports, 'database' | 'files' | 'logger'>): Promise<number> {
  const failed: string[] = [];
  let removed = 0;
  while (removed + failed.length < mostFiles) {
    const file = await doomNext(database, failed);
    if (file === undefined) break;
    try {
      await files.delete({ tenantId: file.tenant_id, id: file.id });
    } catch (error) {
      if (!(error instanceof FilesError)) throw error;
      logger.error('file-not-removed', { file: file.id, code: error.code });
      failed.push(file.id);
      if (error.code === 'files-unreachable') break;
      continue;
    }
    await database
      .deleteFrom('stored_file')
      .where('tenant_id', '=', file.tenant_id)
      .where('id', '=', file.id)
      .where('status', '=', 'doomed')
      .execute();
    removed += 1;
  }
  return removed;
}

/** The next file to remove, which nobody writes from now on. Where somebody may be putting it just now it waits: an object must not come after its row has gone. */
async function doomNext(database: Database, failed: readonly string[]) {
  return database
    .updateTable('stored_file')
    .set({ status: 'doomed' })
    .from((from) =>
      from
        .selectFrom('stored_file')
        .select(['tenant_id', 'id'])
        .where(
          sql<boolean>`(status = 'doomed' or (status = 'writing' and created_at < now() - make_interval(hours => ${writingHours})))
            and (put_since is null or put_since < now() - make_interval(hours => ${writingHours}))
            and not (id = any(${failed}::text[]))`,
        )
        .orderBy('created_at')
        .limit(1)
        .forUpdate()
        .skipLocked()
        .as('next'),
    )
    .whereRef('stored_file.tenant_id', '=', 'next.tenant_id')
    .whereRef('stored_file.id', '=', 'next.id')
    .returning(['stored_file.tenant_id', 'stored_file.id'])
    .executeTakeFirst();
}
