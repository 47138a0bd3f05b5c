import type { HandlersOf } from '../../http/handlers.ts';
import { erasePatient, getPatient, searchPatients } from './service.ts';

export const patientHandlers: HandlersOf<'searchPatients' | 'getPatient' | 'erasePatient'> = {
  searchPatients: (context, { body }) => searchPatients(context, body),
  getPatient: (context, { params }) => getPatient(context, params.id),
  erasePatient: (context, { params }) => erasePatient(context, params.id),
};
