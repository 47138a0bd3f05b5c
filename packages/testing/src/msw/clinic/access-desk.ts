import type { AppointmentAccess } from '@openprm/contract';
import type { Principal } from '../credential.ts';
import { Problem } from '../problem.ts';
import { type Agenda, find, type StoredAppointment } from './agenda.ts';
import type { SignInDesk } from './sign-in-desk.ts';

const lifeMinutes = 30;
const day = 86_400_000;
const linkPrefix = 'lnk_mock-';

/** Who may know which appointment: by a mailed link, or by the short-lived credential that a link or a booking gave. */
export class AccessDesk {
  readonly #agenda: Agenda;
  readonly #signInDesk: SignInDesk;
  readonly #tokens = new Map<
    string,
    { readonly appointmentId: string; readonly expiresAt: number; readonly version: number }
  >();
  /** How often the links to a visit were ended: those of later mails have the next version. */
  readonly #versions = new Map<string, number>();

  constructor(agenda: Agenda, signInDesk: SignInDesk) {
    this.#agenda = agenda;
    this.#signInDesk = signInDesk;
  }

  /** The secret of the link that would have been mailed. */
  linkTo(appointmentId: string): string {
    return linkPrefix + find(this.#agenda.appointments.values(), appointmentId).id + this.#suffixOf(appointmentId);
  }

  /** @throws {Problem} `credential-invalid`, or `credential-expired` a day after the visit */
  linkedAppointment(link: string): StoredAppointment {
    const [, id = ''] = /^lnk_mock-([^.]*)/.exec(link) ?? [];
    const appointment = this.#agenda.appointments.get(id);
    if (appointment === undefined || link !== this.linkTo(id)) throw new Problem('credential-invalid');
    if (Date.parse(appointment.end) + day < this.#agenda.now) throw new Problem('credential-expired');
    return appointment;
  }

  grant(appointmentId: string): AppointmentAccess {
    const expiresAt = this.#agenda.now + lifeMinutes * 60_000;
    const token = `ses_mock-${this.#tokens.size + 1}-${appointmentId}`;
    this.#tokens.set(token, { appointmentId, expiresAt, version: this.#versionOf(appointmentId) });
    return { token, expiresAt: new Date(expiresAt).toISOString() };
  }

  /** @throws {Problem} `credential-invalid`, `credential-expired` */
  appointmentOf(token: string): string {
    const access = this.#tokens.get(token);
    if (access === undefined || access.version !== this.#versionOf(access.appointmentId))
      throw new Problem('credential-invalid');
    if (access.expiresAt <= this.#agenda.now) throw new Problem('credential-expired');
    return access.appointmentId;
  }

  /** Ends the mailed links to a patient's visits, and what came of them. */
  endOf(patientId: string): void {
    for (const { id, patient } of this.#agenda.appointments.values())
      if (patient?.id === patientId) this.#versions.set(id, this.#versionOf(id) + 1);
  }

  #versionOf(appointmentId: string): number {
    return this.#versions.get(appointmentId) ?? 1;
  }

  #suffixOf(appointmentId: string): string {
    const version = this.#versionOf(appointmentId);
    return version === 1 ? '' : `.${version}`;
  }

  /** The appointment, when this principal may know of it; otherwise it does not exist for them. */
  visibleTo(principal: Principal, id: string): StoredAppointment {
    if (!this.mayKnow(principal, id)) throw new Problem('not-found');
    return find(this.#agenda.appointments.values(), id);
  }

  /** Whether an appointment is one that this principal may know of. */
  mayKnow(principal: Principal, id: string): boolean {
    const { kind, credential } = principal;
    if (kind === 'secret') return true;
    if (kind === 'patient') return this.appointmentOf(credential) === id;
    const patientId = kind === 'person' ? this.#signInDesk.reachOf(principal).patientId : null;
    return patientId !== null && this.#agenda.appointments.get(id)?.patient?.id === patientId;
  }
}
