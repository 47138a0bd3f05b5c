import { MailRefused, type OutgoingMail, type Ports } from '../../ports.ts';
import { createLink } from '../appointment-access/link.ts';
import { appointmentCalendar } from '../calendar/appointment-calendar.ts';
import { writtenLanguage } from '../calendar/written-language.ts';
import { openPatient } from '../patients/patient-record.ts';
import type { MailRow } from './mail-repository.ts';
import { organizationMailText, patientMailText } from './mail-text.ts';

/**
 * Composes a mail that is ready to go.
 *
 * @throws MailRefused when there is no address to send it to any more
 */
export async function composeMail({ keys, clock }: Ports, publicUrl: string, mail: MailRow): Promise<OutgoingMail> {
  const facts = {
    kind: mail.kind,
    organizationName: mail.organization_name,
    place: { mode: mail.mode, locationName: mail.location_name, address: mail.address },
    start: mail.start_at.getTime(),
    timeZone: mail.time_zone,
  };
  const telephone = mail.location_telephone ?? mail.organization_telephone;
  const write = (to: string, languageTag: string | null, replyTo: string | null) => ({
    id: mail.id,
    tenantId: mail.tenant_id,
    to,
    patientId: mail.recipient === 'patient' ? mail.patient_id : null,
    replyTo,
    fromName: mail.organization_name,
    calendar: appointmentCalendar({
      ...facts,
      tenantId: mail.tenant_id,
      appointmentId: mail.appointment_id,
      sequence: mail.sequence,
      isCancelled: mail.kind === 'cancelled',
      end: mail.end_at.getTime(),
      telephone,
      language: writtenLanguage(languageTag),
      madeAt: clock.now(),
      organizerEmail: mail.organization_email,
      attendeeEmail: to,
    }),
  });

  switch (mail.recipient) {
    case 'patient': {
      const patient = await openPatient({ tenantId: mail.tenant_id, keys }, mail);
      if (patient === null) throw new MailRefused('The patient was erased.');
      const secret = await createLink(keys, mail.tenant_id, mail.appointment_id, mail.link_version);
      // the page speaks the language of the booking, and of this mail, whatever the browser prefers
      const language = mail.language === null ? '' : `?lang=${encodeURIComponent(mail.language)}`;
      const link = `${publicUrl}/manage${language}#${secret}`;
      return {
        ...write(patient.email, mail.language, mail.organization_email),
        ...patientMailText({
          ...facts,
          isForAnother: patient.contact !== null,
          languageTag: mail.language,
          telephone,
          link,
        }),
      };
    }
    case 'organization': {
      // Its calendar file names no patient: the clinic is both organizer and attendee, so that no answer is ever sent.
      const to = mail.organization_email;
      if (to === null) throw new MailRefused('The organization has no e-mail address any more.');
      const { appointment_id: appointmentId, practitioner_name: practitionerName } = mail;
      return { ...write(to, 'en', null), ...organizationMailText({ ...facts, appointmentId, practitionerName }) };
    }
  }
}
