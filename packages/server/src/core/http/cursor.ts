import type { Page } from '@openprm/contract';
import { Problem } from '../problem.ts';
import { isDataException } from './database-errors.ts';

/** How many items a page holds when the caller does not say. */
const defaultLimit = 50;

/** The sort key of the last item of a page: all strings, compared as the query's `order by` compares them. */
export type SortKey = readonly string[];

const encode = (key: SortKey) =>
  btoa(encodeURIComponent(JSON.stringify(key)))
    .replace(/=+$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');

function decode(cursor: string, length: number): SortKey {
  try {
    const key: unknown = JSON.parse(decodeURIComponent(atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))));
    if (
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => typeof part === 'string' && !part.includes('\0'))
    )
      return key as string[];
  } catch {
    // not one of ours: answered below
  }
  throw notOurs();
}

const notOurs = () =>
  new Problem('validation-failed', {
    detail: 'The cursor is not one that this address gave. Start again without it.',
    issues: [{ path: '/query/cursor', code: 'custom', message: 'is not a cursor of this list' }],
  });

/**
 * One page of a list by keyset: reads one row more than asked for, to know whether there is a next page.
 *
 * @param keyOf the sort key of a row, as long as `keyLength`
 * @param read gives rows after the key (all when undefined), in order, at most `limit`
 */
export async function readPage<Row, Item>(
  query: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
  keyLength: number,
  read: (after: SortKey | undefined, limit: number) => Promise<readonly Row[]>,
  keyOf: (row: Row) => SortKey,
  toItem: (row: Row) => Item | Promise<Item>,
): Promise<{ data: Item[]; nextCursor: Page<Item>['nextCursor'] }> {
  const limit = query.limit ?? defaultLimit;
  const rows =
    query.cursor === undefined
      ? await read(undefined, limit + 1)
      : await read(decode(query.cursor, keyLength), limit + 1).catch((error: unknown) => {
          // a key of texts that its list's columns cannot be compared with: no time where one should be
          throw isDataException(error) ? notOurs() : error;
        });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: await Promise.all(shown.map(toItem)),
    nextCursor: rows.length > limit && last !== undefined ? encode(keyOf(last)) : null,
  };
}
