import type { DamagedRecord, Page } from '@openprm/contract';

/**
 * One page of a list, and a way through all of it: iterating gives the items of this page and of every page after it, which are fetched as they
 * are reached. It throws what a call throws; and a `DamagedRecordsError` after the last item where records of the list cannot be read, so that nobody takes the others for all.
 *
 * @example
 * ```ts
 * for await (const location of await client.locations.list()) console.log(location.name);
 * ```
 */
export type PageResult<Item, Whole extends Page<Item> = Page<Item>> = Whole & AsyncIterable<Item>;

/** Asks for a page: the first with nothing, each further one with its cursor. */
type LoadPage<Whole> = (next: { readonly cursor?: string }) => Promise<Whole>;

async function* itemsFrom<Item>(first: Page<Item>, load: LoadPage<Page<Item>>): AsyncGenerator<Item, void, undefined> {
  const damaged: DamagedRecord[] = [];
  for (let page = first; ; page = await load({ cursor: page.nextCursor })) {
    yield* page.data;
    damaged.push(...(page.damaged ?? []));
    if (page.nextCursor === null) break;
  }
  if (damaged.length === 0) return;
  // no element iterates a list: the error is no part of what a page loads
  const { DamagedRecordsError } = await import('./errors/damaged-records-error.ts');
  throw new DamagedRecordsError(damaged);
}

/** Loads the first page and makes it iterable. */
export async function paginate<Item, Whole extends Page<Item>>(
  load: LoadPage<Whole & Page<Item>>,
): Promise<PageResult<Item, Whole>> {
  const first = await load({});
  // Not enumerable: a page compares, copies and prints as the data that it is.
  return Object.defineProperty(first, Symbol.asyncIterator, {
    value: () => itemsFrom<Item>(first, load),
  }) as PageResult<Item, Whole>;
}
