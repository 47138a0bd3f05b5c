import type * as rows from './appointments.ts';
import type { PoliciesOf } from './policy.ts';

const phi = ['response.patient'] as const;
const visits = ['response'] as const;
const own = { what: 'appointment', at: 'params.id' } as const;
const statusChange = (summary: string, scope: 'appointments:write' | 'appointments:arrive') =>
  ({
    summary,
    tag: 'Appointments',
    access: ['secret', 'staff'],
    scope,
    own,
    phi,
    visits,
    problems: ['not-found', 'appointment-status-conflict'],
  }) as const;

export const appointmentPolicies = {
  listAppointments: {
    summary: "List the clinic's appointments by day and location; for a person the own ones",
    tag: 'Appointments',
    access: ['secret', 'staff', 'person'],
    scope: 'appointments:read',
    own: 'each',
    phi: ['response.data[].patient'],
    visits: ['response.data[]'],
    problems: [],
  },
  createAppointment: {
    summary: 'Book the time of a hold',
    tag: 'Appointments',
    access: ['publishable', 'secret', 'person'],
    scope: 'appointments:write',
    own: 'nothing',
    phi: ['body.patient', 'response.patient'],
    problems: ['hold-expired', 'not-eligible'],
    limits: ['bookings-by-address'],
  },
  getAppointment: {
    summary: 'Read an appointment',
    tag: 'Appointments',
    access: ['secret', 'patient', 'person', 'staff'],
    scope: 'appointments:read',
    own,
    phi,
    visits,
    problems: ['not-found'],
  },
  getAppointmentCalendar: {
    summary: "Read an appointment's calendar file",
    tag: 'Appointments',
    access: ['secret', 'patient', 'person'],
    scope: 'appointments:read',
    own,
    phi: ['response.content'],
    problems: ['not-found'],
  },
  listAppointmentMails: {
    summary: 'List the mails about an appointment, and whether they went out',
    tag: 'Appointments',
    access: ['secret', 'staff'],
    scope: 'appointments:read',
    own,
    phi: [],
    isAudited: true,
    problems: ['not-found'],
  },
  cancelAppointment: {
    summary: 'Cancel an appointment and free its time',
    tag: 'Appointments',
    access: ['secret', 'patient', 'person', 'staff'],
    scope: 'appointments:write',
    own,
    phi,
    visits,
    problems: ['not-found', 'appointment-status-conflict'],
  },
  rescheduleAppointment: {
    summary: 'Move an appointment to the time of a hold',
    tag: 'Appointments',
    access: ['secret', 'patient', 'person'],
    scope: 'appointments:write',
    own,
    phi,
    visits,
    problems: ['not-found', 'hold-expired', 'appointment-status-conflict'],
  },
  arriveAppointment: statusChange('Note that the patient has arrived', 'appointments:arrive'),
  fulfilAppointment: statusChange('Note that the visit took place', 'appointments:write'),
  noShowAppointment: statusChange('Note that the patient did not come', 'appointments:write'),
  revokeAppointmentAccess: {
    summary: 'End the mailed links to an appointment and what came of them',
    tag: 'Appointments',
    access: ['secret', 'person'],
    scope: 'appointments:write',
    own,
    phi: [],
    problems: ['not-found'],
  },
  createAppointmentSession: {
    summary: 'Exchange a mailed link for its appointment and a short-lived credential',
    tag: 'Appointments',
    access: ['link'],
    own: 'credential',
    phi: ['response.appointment.patient'],
    problems: [],
  },
} satisfies PoliciesOf<typeof rows>;
