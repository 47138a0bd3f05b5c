import type { EndpointAnswer, listEvents } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { reachOf } from '../../http/reach.ts';
import { readEvents, readHead } from './event-repository.ts';
import { decodeCursor, encodeCursor } from './feed-cursor.ts';
import { visibleEvents } from './visible-events.ts';

/** The answer of a read, and the first message of a stream. */
export type FeedPageAnswer = EndpointAnswer<typeof listEvents>;

/**
 * Whoever is further behind reads a snapshot instead: it is cheaper than so many events, most of which the snapshot outdates. A busy clinic has about as
 * many in a week.
 */
export const mostBehind = 5000;

const usualLimit = 100;
const batchRows = 500;

/**
 * What a principal may see of the events after a cursor. Where the cursor cannot be gone on from, it says so (`reset`) and where the feed stands now.
 */
export async function readFeed(
  context: RequestContext,
  { after, limit = usualLimit }: { readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<FeedPageAnswer> {
  const { tenantId, principal, keys } = context;
  const head = await readHead(context);
  const cursorAt = (position: number) => encodeCursor(keys, { tenantId, position });
  if (after === undefined) return { data: [], cursor: await cursorAt(head), reset: false };
  const from = await decodeCursor(keys, tenantId, after);
  if (from === undefined || from.position > head || from.position < head - mostBehind)
    return { data: [], cursor: await cursorAt(head), reset: true };

  const data: FeedPageAnswer['data'] = [];
  let { position } = from;
  for (;;) {
    const rows = await readEvents(context, position, batchRows);
    const seen = visibleEvents(rows, principal).slice(0, limit - data.length);
    const taken = await Promise.all(
      seen.map(async ({ position: at, ...event }) => ({ cursor: await cursorAt(at), ...event })),
    );
    data.push(...taken);
    const last = taken.at(-1);
    if (last !== undefined && data.length === limit) return { data, cursor: last.cursor, reset: false };
    position = rows.at(-1)?.position ?? position;
    if (rows.length < batchRows) return { data, cursor: await cursorAt(position), reset: false };
  }
}

/** Names the reader for the audit: a stream leaves one row when it is opened, a read one when it begins to follow the feed or tells of something. */
export function noteReader(context: RequestContext): void {
  const reach = reachOf(context.principal);
  context.touches(null, reach.of === 'patient' ? reach.patientId : undefined);
}
