import type { Page } from '@openprm/contract';

/**
 * One page of a list, and a way through all of it: iterating gives the items of this page and of every page after it, which are fetched as they
 * are reached. It throws what a call throws.
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
  for (let page = first; ; page = await load({ cursor: page.nextCursor })) {
    yield* page.data;
    if (page.nextCursor === null) return;
  }
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
