import type { EndpointAnswer, EndpointRequest, listAppointmentMails as listRow } from '@openprm/contract';
import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { requireAppointment } from './service.ts';

/** Lists the mails that tell of an appointment, so that the clinic sees which one did not go out. @throws Problem `not-found` */
export async function listAppointmentMails(
  context: RequestContext,
  appointmentId: string,
  query: EndpointRequest<typeof listRow>['query'],
): Promise<EndpointAnswer<typeof listRow>> {
  await requireAppointment(context, appointmentId);
  return readPage(
    context,
    query,
    2,
    (after, limit) => {
      const mails = context.tx
        .selectFrom('mail')
        .where('tenant_id', '=', context.tenantId)
        .where('appointment_id', '=', appointmentId)
        .select(['id', 'kind', 'recipient', 'status', 'created_at', 'accepted_at'])
        // by its text: a Date would lose the microseconds that the next page begins after
        .select(sql<string>`created_at::text`.as('created'))
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit);
      return (
        after === undefined
          ? mails
          : mails.where(sql<boolean>`(created_at, id) > (${after[0]}::timestamptz, ${after[1]})`)
      ).execute();
    },
    ({ created, id }) => [created, id],
    (row) => ({
      id: row.id,
      kind: row.kind,
      recipient: row.recipient,
      status: row.status,
      createdAt: row.created_at.toISOString(),
      acceptedAt: row.accepted_at?.toISOString() ?? null,
    }),
  );
}
