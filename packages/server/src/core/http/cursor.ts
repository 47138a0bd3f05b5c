import type { Page } from '@openprm/contract';
import { type RecordDamage, isRecordDamage } from '../keys/key-error.ts';
import { Problem } from '../problem.ts';
import type { RequestContext } from './context.ts';
import { isDataException } from './database-errors.ts';

/** How many items a page holds when the caller does not say. */
const defaultLimit = 50;

/** The sort key of the last item of a page: all strings, compared as the query's `order by` compares them. Its last part is the row's id. */
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

/** A row that cannot be read, as the answer names it. */
export interface DamagedRow {
  readonly id: string;
  readonly reason: RecordDamage['code'];
}

/** A page as it is answered. */
export interface ReadPage<Item> {
  readonly data: Item[];
  readonly nextCursor: Page<Item>['nextCursor'];
  readonly damaged?: DamagedRow[];
}

/** What reading a page needs of its request: somebody to tell what of it cannot be read. */
type PageReader = Pick<RequestContext, 'tellDamage'>;

/**
 * One page of a list by keyset: reads one row more than asked for, to know whether there is a next page. A record that was changed by other hands, or whose key is missing, takes none of the
 * others with it: it is named in `damaged`, and never shown in part.
 *
 * @param keyOf the sort key of a row, as long as `keyLength`; the row's id is its last part
 * @param read gives rows after the key (all when undefined), in order, at most `limit`
 * @throws KeyError what is wrong with more than one record
 */
export async function readPage<Row, Item>(
  reader: PageReader,
  query: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
  keyLength: number,
  read: (after: SortKey | undefined, limit: number) => Promise<readonly Row[]>,
  keyOf: (row: Row) => SortKey,
  toItem: (row: Row) => Item | Promise<Item>,
): Promise<ReadPage<Item>> {
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
  const { items, damaged } = await readEach(
    reader,
    shown,
    (row) => keyOf(row).at(-1) ?? '',
    async (row) => toItem(row),
  );
  return {
    data: items,
    nextCursor: rows.length > limit && last !== undefined ? encode(keyOf(last)) : null,
    ...(damaged.length === 0 ? {} : { damaged }),
  };
}

/**
 * Reads each of many rows by itself. One that was changed by other hands, or whose key is missing, is told of and takes none of the others with it.
 *
 * @throws KeyError what is wrong with more than one record
 */
export async function readEach<Row, Item>(
  reader: PageReader,
  rows: readonly Row[],
  idOf: (row: Row) => string,
  read: (row: Row) => Promise<Item>,
): Promise<{ items: Item[]; damaged: DamagedRow[] }> {
  const results = await Promise.all(
    rows.map(async (row): Promise<{ readonly item: Item } | DamagedRow> => {
      try {
        return { item: await read(row) };
      } catch (error) {
        if (!isRecordDamage(error)) throw error;
        const id = idOf(row);
        reader.tellDamage(id, error);
        return { id, reason: error.code };
      }
    }),
  );
  return {
    items: results.flatMap((result) => ('item' in result ? [result.item] : [])),
    damaged: results.filter((result) => 'reason' in result),
  };
}
