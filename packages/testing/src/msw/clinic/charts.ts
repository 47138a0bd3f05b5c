import type { EndpointAnswer, getPatient, PatientInput, PatientSearch } from '@openprm/contract';
import { type Agenda, find } from './agenda.ts';

type Chart = EndpointAnswer<typeof getPatient>;

const spelled = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[\p{M}\s'’-]/gu, '')
    .toLowerCase();

/** Whether two have the same name, as the server compares it. */
export const hasSameName = (one: Name, other: Name): boolean =>
  spelled(one.given) === spelled(other.given) && spelled(one.family) === spelled(other.family);
type Name = Pick<Chart, 'given' | 'family'>;

const lastDigits = (phone: string) => phone.replace(/\D/g, '').slice(-9);

/** Who has come to the clinic: a chart for each patient of its book, the newest first. */
export class Charts {
  readonly #agenda: Agenda;
  /** Of whom the clinic or they themselves have said who they are. */
  readonly #verified = new Set<string>();

  constructor(agenda: Agenda) {
    this.#agenda = agenda;
  }

  /** @throws {Problem} `not-found` */
  get(id: string): Chart {
    return find(this.#all(), id);
  }

  /** Notes that the clinic or its person has said who a chart is of. */
  verify(id: string): void {
    this.#verified.add(id);
  }

  /** Writes what somebody says of themself in the place of what a visitor had typed. @throws {Problem} `not-found` */
  rewrite(id: string, { language: _language, ...identity }: PatientInput): void {
    const { contact } = this.get(id);
    for (const appointment of this.#agenda.appointments.values())
      if (appointment.patient?.id === id) appointment.patient = { id, ...identity, contact };
    this.verify(id);
  }

  has(id: string): boolean {
    return this.#all().some((chart) => chart.id === id);
  }

  /** Exactly, but for case, accents, hyphens, apostrophes and spaces; of a telephone number the last nine digits count. */
  search(wanted: PatientSearch): Chart[] {
    const fits = (chart: Chart): boolean => {
      if ('email' in wanted) return chart.email?.toLowerCase() === wanted.email.trim().toLowerCase();
      if ('phone' in wanted) return lastDigits(chart.phone ?? '') === lastDigits(wanted.phone);
      return (
        spelled(chart.given) === spelled(wanted.given) &&
        spelled(chart.family) === spelled(wanted.family) &&
        chart.birthDate === wanted.birthDate
      );
    };
    return this.#all().filter(fits);
  }

  /** The charts with an address and a birth date, but those whose address is of somebody who cares for them. */
  with(email: string, birthDate: string): Chart[] {
    return this.#all().filter(
      (chart) => chart.contact === null && chart.email?.toLowerCase() === email && chart.birthDate === birthDate,
    );
  }

  #all(): Chart[] {
    const charts = new Map<string, Chart>();
    for (const { patient, createdAt } of this.#agenda.appointments.values())
      if (patient !== null && !charts.has(patient.id))
        charts.set(patient.id, { ...patient, verified: this.#verified.has(patient.id), createdAt });
    return [...charts.values()].reverse();
  }
}
