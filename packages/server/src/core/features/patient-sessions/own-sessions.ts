import type { EndpointAnswer, listOwnSessions as listRow } from '@openprm/contract';
import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import type { PersonPrincipal } from '../../http/principal.ts';
import { readPersonContact } from '../persons/person-repository.ts';
import { currentChart, listRights } from '../related-persons/right-to-act.ts';
import { endCodesOf } from '../sign-in/code-repository.ts';
import { sessionEnded } from './live-person.ts';
import { type SessionRow, endSessions, findLiveSession, isLiveSession } from './session-repository.ts';

/**
 * The open sessions that are one's own: those that show the same chart as theirs, by whichever road; and of the same person those that show none, as long as no
 * birth date was given there that is another than here. A mailbox may serve a family: a session of the same address that is linked to another chart is another's.
 */
const ownSessions = ({ tx, tenantId }: RequestContext, mine: SessionRow) =>
  tx
    .selectFrom('patient_session')
    .where('tenant_id', '=', tenantId)
    .where(isLiveSession)
    .where((row) =>
      row.or([
        row('id', '=', mine.id),
        row.and([sql<boolean>`${mine.patient_id}::text is not null`, row(currentChart, '=', mine.patient_id)]),
        row.and([
          row('person_id', '=', mine.person_id),
          row(currentChart, 'is', null),
          sql<boolean>`coalesce(identity_index = ${mine.identity_index}::bytea, true)`,
        ]),
      ]),
    );

/** @throws Problem `session-ended` */
async function findMine(context: RequestContext, { sessionId }: PersonPrincipal): Promise<SessionRow> {
  const mine = await findLiveSession(context, sessionId);
  if (mine === undefined) throw sessionEnded();
  return mine;
}

/** Whether a session is one of the own ones that are open. */
export async function isOwnSession(context: RequestContext, principal: PersonPrincipal, id: string): Promise<boolean> {
  const own = ownSessions(context, await findMine(context, principal));
  return (await own.where('id', '=', id).select('id').executeTakeFirst()) !== undefined;
}

/** Lists them, the newest first. For whom one has acted is told where who asks may act for the same patient, too. */
export async function listOwnSessions(
  context: RequestContext,
  principal: PersonPrincipal,
  query: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
): Promise<EndpointAnswer<typeof listRow>> {
  const mine = await findMine(context, principal);
  const rights = mine.identity_index === null ? [] : await listRights(context, mine.identity_index);
  const mayKnow = new Set(rights.map((right) => right.patient_id));
  return readPage(
    context,
    query,
    1,
    (after, limit) =>
      ownSessions(context, mine)
        .$if(after !== undefined, (own) => own.where('id', '<', after?.[0] ?? ''))
        .orderBy('id', 'desc')
        .limit(limit)
        .select(['id', 'created_at', 'last_used_at', 'road', 'acted_for'])
        .execute(),
    (row) => [row.id],
    (row) => ({
      id: row.id,
      startedAt: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at.toISOString(),
      road: row.road,
      actedForPatientId: row.acted_for !== null && mayKnow.has(row.acted_for) ? row.acted_for : null,
      isCurrent: row.id === mine.id,
    }),
  );
}

/** Ends one of them, which the check of ownership has found to be one. */
export async function endOneSession(context: RequestContext, id: string): Promise<undefined> {
  await endSessions(context, { id }, 'signed-out');
  context.touches(id);
}

/** Ends all of them but the one that asks, and the codes that were mailed and not used: whoever has read the mail meanwhile does not get in again by it. */
export async function endOtherSessions(context: RequestContext, principal: PersonPrincipal): Promise<undefined> {
  const mine = await findMine(context, principal);
  // first: this waits for whoever is just signing in with one, and finds their session below
  await endCodesOf(context, [await readPersonContact(context, principal.personId)]);
  const others = await ownSessions(context, mine).where('id', '<>', mine.id).select('id').execute();
  for (const { id } of others) {
    await endSessions(context, { id }, 'signed-out');
    context.touches(id);
  }
  context.touches(mine.id);
}
