import { readPage } from '../../http/cursor.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import { requirePatient } from '../patients/require-patient.ts';
import { listConsentRows, recordConsent, toConsent } from './consent-repository.ts';

/** What patients have decided. */
export const consentHandlers: HandlersOf<'listConsents' | 'createConsent'> = {
  async listConsents(context, { query }) {
    await requirePatient(context, query.patientId);
    return readPage(
      context,
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
