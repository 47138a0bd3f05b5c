import type { Page } from '@openprm/contract';
import { Problem } from '../problem.ts';

/** One page of a list. The cursor is opaque to callers; here it says how many items came before. */
export function paginate<Item>(
  items: readonly Item[],
  { cursor, limit = 50 }: { cursor?: string | undefined; limit?: number | undefined },
): { data: Item[]; nextCursor: Page<Item>['nextCursor'] } {
  const from = cursor === undefined ? 0 : Number(/^after-(\d{1,6})$/.exec(cursor)?.[1]);
  if (Number.isNaN(from)) {
    throw new Problem('validation-failed', {
      issues: [{ path: '/query/cursor', code: 'custom', message: 'must be a cursor from a page' }],
    });
  }
  const next = from + limit;
  return { data: items.slice(from, next), nextCursor: next < items.length ? `after-${next}` : null };
}
