import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import { notFound } from '../../problem.ts';
import { listConsentRows, recordConsent, toConsent } from './consent-repository.ts';

/** What patients have decided. */
export const consentHandlers: HandlersOf<'listConsents' | 'createConsent'> = {
  async listConsents(context, { query }) {
    await requirePatient(context, query.patientId);
    return readPage(
      query,
      2,
      (after, limit) => listConsentRows(context, query.patientId, after, limit),
      ({ recorded_at: recordedAt, id }) => [recordedAt.toISOString(), id],
      toConsent,
    );
  },
  async createConsent(context, { body }) {
    await requirePatient(context, body.patientId);
    const id = context.newId('con');
    context.touches(id, body.patientId);
    return recordConsent(context, { id, ...body, recordedBy: 'clinic' });
  },
};

/** @throws Problem `not-found`, also for who was erased */
async function requirePatient(context: RequestContext, patientId: string): Promise<void> {
  const { tx, tenantId } = context;
  const row = await tx
    .selectFrom('patient')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', patientId)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw notFound('patient');
  context.touches(patientId);
}
