import type { HandlersOf } from '../../http/handlers.ts';
import { readAppointmentCalendar } from './calendar-file.ts';
import { listAppointmentMails } from './mails.ts';
import {
  cancelAppointment,
  createAppointment,
  createAppointmentSession,
  getAppointment,
  listAppointments,
  noteAct,
  rescheduleAppointment,
  revokeAppointmentAccess,
} from './service.ts';

export const appointmentHandlers: HandlersOf<
  | 'listAppointments'
  | 'createAppointment'
  | 'getAppointment'
  | 'getAppointmentCalendar'
  | 'listAppointmentMails'
  | 'cancelAppointment'
  | 'rescheduleAppointment'
  | 'arriveAppointment'
  | 'fulfilAppointment'
  | 'noShowAppointment'
  | 'revokeAppointmentAccess'
  | 'createAppointmentSession'
> = {
  listAppointments: (context, { query }) => listAppointments(context, query),
  createAppointment: (context, { body }) => createAppointment(context, body),
  getAppointment: (context, { params }) => getAppointment(context, params.id),
  getAppointmentCalendar: (context, { params }) => readAppointmentCalendar(context, params.id),
  listAppointmentMails: (context, { params, query }) => listAppointmentMails(context, params.id, query),
  cancelAppointment: (context, { params, body }) => cancelAppointment(context, params.id, body.reason),
  rescheduleAppointment: (context, { params, body }) => rescheduleAppointment(context, params.id, body),
  arriveAppointment: (context, { params }) => noteAct(context, params.id, 'arrive'),
  fulfilAppointment: (context, { params }) => noteAct(context, params.id, 'fulfil'),
  noShowAppointment: (context, { params }) => noteAct(context, params.id, 'no-show'),
  revokeAppointmentAccess: (context, { params }) => revokeAppointmentAccess(context, params.id),
  createAppointmentSession: (context) => createAppointmentSession(context),
};
