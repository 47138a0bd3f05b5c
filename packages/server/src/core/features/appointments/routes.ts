import type { HandlersOf } from '../../http/handlers.ts';
import { readAppointmentCalendar } from './calendar-file.ts';
import {
  cancelAppointment,
  createAppointment,
  createAppointmentSession,
  getAppointment,
  listAppointments,
  noteAct,
  rescheduleAppointment,
} from './service.ts';

export const appointmentHandlers: HandlersOf<
  | 'listAppointments'
  | 'createAppointment'
  | 'getAppointment'
  | 'getAppointmentCalendar'
  | 'cancelAppointment'
  | 'rescheduleAppointment'
  | 'arriveAppointment'
  | 'fulfilAppointment'
  | 'noShowAppointment'
  | 'createAppointmentSession'
> = {
  listAppointments: (context, { query }) => listAppointments(context, query),
  createAppointment: (context, { body }) => createAppointment(context, body),
  getAppointment: (context, { params }) => getAppointment(context, params.id),
  getAppointmentCalendar: (context, { params }) => readAppointmentCalendar(context, params.id),
  cancelAppointment: (context, { params, body }) => cancelAppointment(context, params.id, body.reason),
  rescheduleAppointment: (context, { params, body }) => rescheduleAppointment(context, params.id, body),
  arriveAppointment: (context, { params }) => noteAct(context, params.id, 'arrive'),
  fulfilAppointment: (context, { params }) => noteAct(context, params.id, 'fulfil'),
  noShowAppointment: (context, { params }) => noteAct(context, params.id, 'no-show'),
  createAppointmentSession: (context) => createAppointmentSession(context),
};
