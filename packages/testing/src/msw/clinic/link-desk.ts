import type { SignInLink } from '@openprm/contract';
import { Problem } from '../problem.ts';
import type { Agenda } from './agenda.ts';
import type { Charts } from './charts.ts';

interface StoredLink {
  readonly id: string;
  readonly secret: string;
  readonly patientId: string;
  readonly expiresAt: number;
  used: boolean;
}

/** Links that sign one patient in, once. */
export class LinkDesk {
  readonly #agenda: Agenda;
  readonly #charts: Charts;
  readonly #links = new Map<string, StoredLink>();
  #made = 0;

  constructor(agenda: Agenda, charts: Charts) {
    this.#agenda = agenda;
    this.#charts = charts;
  }

  /** @throws {Problem} `not-found` when there is no such patient */
  make(patientId: string, hours = 72): SignInLink {
    this.#charts.get(patientId);
    const id = `sil_mock${String((this.#made += 1)).padStart(4, '0')}`;
    const secret = `psl_mock.${id}`;
    const expiresAt = this.#agenda.now + hours * 3_600_000;
    this.#links.set(id, { id, secret, patientId, expiresAt, used: false });
    return { id, secret, expiresAt: new Date(expiresAt).toISOString() };
  }

  /** @throws {Problem} `not-found` */
  end(id: string): void {
    if (!this.#links.delete(id)) throw new Problem('not-found');
  }

  /** Ends those of a patient. */
  endOf(patientId: string): void {
    for (const link of this.#links.values()) if (link.patientId === patientId) this.#links.delete(link.id);
  }

  /** Whether a secret was ever made here; the server knows that by its MAC. @throws {Problem} `credential-invalid` */
  check(secret: string): void {
    const [, number = ''] = /^psl_mock\.sil_mock(\d{4})$/.exec(secret) ?? [];
    if (number === '' || Number(number) > this.#made) throw new Problem('credential-invalid');
  }

  /** The patient of a link, once. @throws {Problem} `sign-in-refused` when it was used, ended, or is over */
  use(secret: string): string {
    const link = [...this.#links.values()].find((each) => each.secret === secret);
    if (link === undefined || link.used || link.expiresAt <= this.#agenda.now) throw new Problem('sign-in-refused');
    link.used = true;
    return link.patientId;
  }
}
