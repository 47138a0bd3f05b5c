import type { CalendarFile } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { appointmentCalendar } from '../calendar/appointment-calendar.ts';
import { writtenLanguage } from '../calendar/written-language.ts';
import { requireAppointment } from './service.ts';

/** Writes the calendar file of an appointment for a download. */
export async function readAppointmentCalendar(context: RequestContext, id: string): Promise<CalendarFile> {
  const row = await requireAppointment(context, id);
  const { fileName, content } = appointmentCalendar({
    tenantId: context.tenantId,
    appointmentId: row.id,
    sequence: row.sequence,
    isCancelled: row.status === 'cancelled',
    start: row.start_at.getTime(),
    end: row.end_at.getTime(),
    timeZone: row.time_zone,
    organizationName: row.organization_name,
    organizerEmail: row.organization_email,
    place: { mode: row.mode, locationName: row.location_name, address: row.address },
    telephone: row.location_telephone ?? row.organization_telephone,
    language: writtenLanguage(row.patient_language),
    madeAt: context.now,
    attendeeEmail: null,
  });
  return { fileName, content };
}
