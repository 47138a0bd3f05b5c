import type { AppointmentAccess } from '@openprm/contract';
import type { Principal } from '../credential.ts';
import { Problem } from '../problem.ts';
import { type Agenda, find, type StoredAppointment } from './agenda.ts';

const lifeMinutes = 30;
const day = 86_400_000;
const linkPrefix = 'lnk_mock-';

/** Who may know which appointment: by a mailed link, or by the short-lived credential that a link or a booking gave. */
export class AccessDesk {
  readonly #agenda: Agenda;
  readonly #tokens = new Map<string, { readonly appointmentId: string; readonly expiresAt: number }>();

  constructor(agenda: Agenda) {
    this.#agenda = agenda;
  }

  /** The secret of the link that would have been mailed. */
  linkTo(appointmentId: string): string {
    return linkPrefix + find(this.#agenda.appointments.values(), appointmentId).id;
  }

  /** @throws {Problem} `credential-invalid`, or `credential-expired` a day after the visit */
  linkedAppointment(link: string): StoredAppointment {
    const appointment = this.#agenda.appointments.get(link.slice(linkPrefix.length));
    if (!link.startsWith(linkPrefix) || appointment === undefined) throw new Problem('credential-invalid');
    if (Date.parse(appointment.end) + day < this.#agenda.now) throw new Problem('credential-expired');
    return appointment;
  }

  grant(appointmentId: string): AppointmentAccess {
    const expiresAt = this.#agenda.now + lifeMinutes * 60_000;
    const token = `ses_mock-${this.#tokens.size + 1}-${appointmentId}`;
    this.#tokens.set(token, { appointmentId, expiresAt });
    return { token, expiresAt: new Date(expiresAt).toISOString() };
  }

  /** @throws {Problem} `credential-invalid`, `credential-expired` */
  appointmentOf(token: string): string {
    const access = this.#tokens.get(token);
    if (access === undefined) throw new Problem('credential-invalid');
    if (access.expiresAt <= this.#agenda.now) throw new Problem('credential-expired');
    return access.appointmentId;
  }

  /** The appointment, when this principal may know of it; otherwise it does not exist for them. */
  visibleTo({ kind, credential }: Principal, id: string): StoredAppointment {
    const mayKnow = kind === 'secret' || (kind === 'patient' && this.appointmentOf(credential) === id);
    if (!mayKnow) throw new Problem('not-found');
    return find(this.#agenda.appointments.values(), id);
  }
}
