import type * as rows from './appointments.ts';
import type { PoliciesOf } from './policy.ts';

const phi = ['response.patient'] as const;
const statusChange = (summary: string) =>
  ({
    summary,
    tag: 'Appointments',
    access: ['secret'],
    phi,
    problems: ['not-found', 'appointment-status-conflict'],
  }) as const;

export const appointmentPolicies = {
  listAppointments: {
    summary: "List the clinic's appointments by day and location",
    tag: 'Appointments',
    access: ['secret'],
    phi: ['response.data[].patient'],
    problems: [],
  },
  createAppointment: {
    summary: 'Book the time of a hold',
    tag: 'Appointments',
    access: ['publishable', 'secret'],
    phi: ['body.patient', 'response.patient'],
    problems: ['hold-expired'],
  },
  getAppointment: {
    summary: 'Read an appointment',
    tag: 'Appointments',
    access: ['secret', 'patient'],
    phi,
    problems: ['not-found'],
  },
  getAppointmentCalendar: {
    summary: "Read an appointment's calendar file",
    tag: 'Appointments',
    access: ['secret', 'patient'],
    phi: ['response.content'],
    problems: ['not-found'],
  },
  cancelAppointment: {
    summary: 'Cancel an appointment and free its time',
    tag: 'Appointments',
    access: ['secret', 'patient'],
    phi,
    problems: ['not-found', 'appointment-status-conflict'],
  },
  rescheduleAppointment: {
    summary: 'Move an appointment to the time of a hold',
    tag: 'Appointments',
    access: ['secret', 'patient'],
    phi,
    problems: ['not-found', 'hold-expired', 'appointment-status-conflict'],
  },
  arriveAppointment: statusChange('Note that the patient has arrived'),
  fulfilAppointment: statusChange('Note that the visit took place'),
  noShowAppointment: statusChange('Note that the patient did not come'),
  createAppointmentSession: {
    summary: 'Exchange a mailed link for its appointment and a short-lived credential',
    tag: 'Appointments',
    access: ['link'],
    phi: ['response.appointment.patient'],
    problems: [],
  },
} satisfies PoliciesOf<typeof rows>;
