import type { EndpointAnswer, getPatient, PatientSearch } from '@openprm/contract';
import { type Agenda, find } from './agenda.ts';

type Chart = EndpointAnswer<typeof getPatient>;

const spelled = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[\p{M}\s'’-]/gu, '')
    .toLowerCase();
const lastDigits = (phone: string) => phone.replace(/\D/g, '').slice(-9);

/** Who has come to the clinic: a chart for each patient of its book, the newest first. */
export class Charts {
  readonly #agenda: Agenda;

  constructor(agenda: Agenda) {
    this.#agenda = agenda;
  }

  /** @throws {Problem} `not-found` */
  get(id: string): Chart {
    return find(this.#all(), id);
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
        charts.set(patient.id, { ...patient, verified: false, createdAt });
    return [...charts.values()].reverse();
  }
}
