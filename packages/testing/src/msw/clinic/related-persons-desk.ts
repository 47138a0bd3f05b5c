import type {
  EndpointAnswer,
  EndpointRequest,
  createRelatedPerson,
  ProxiedPatient,
  revokeRelatedPerson,
} from '@openprm/contract';
import { type Agenda, find } from './agenda.ts';
import type { Charts } from './charts.ts';

type RelatedPerson = EndpointAnswer<typeof createRelatedPerson>;

/** Who somebody is, as far as a right to act asks: a verified address with a birth date. */
export interface Identity {
  /** In lower case. */
  readonly email: string;
  readonly birthDate: string;
}

const hour = 3_600_000;
const dateAfter = (instant: number) => new Date(instant).toISOString().slice(0, 10);

/** Who may act for whom, as the clinic noted it. */
export class RelatedPersonsDesk {
  readonly #agenda: Agenda;
  readonly #charts: Charts;
  readonly #people = new Map<string, RelatedPerson>();

  constructor(agenda: Agenda, charts: Charts) {
    this.#agenda = agenda;
    this.#charts = charts;
  }

  /** @throws {Problem} `not-found` when there is no such patient */
  add({
    mayChange = false,
    start,
    end,
    reason,
    ...person
  }: EndpointRequest<typeof createRelatedPerson>['body']): RelatedPerson {
    this.#charts.get(person.patientId);
    const id = `rel_mock${String(this.#people.size + 1).padStart(4, '0')}`;
    const added: RelatedPerson = {
      ...person,
      id,
      mayChange,
      start: start ?? null,
      end: end ?? null,
      reason: reason ?? null,
      revokedAt: null,
      revocationReason: null,
    };
    this.#people.set(id, added);
    return added;
  }

  /** @throws {Problem} `not-found` */
  revoke(id: string, reason?: EndpointRequest<typeof revokeRelatedPerson>['body']['reason']): RelatedPerson {
    const person = find(this.#people.values(), id);
    if (person.revokedAt !== null) return person;
    const revokedAt = new Date(this.#agenda.now).toISOString();
    const revoked = { ...person, revokedAt, revocationReason: reason ?? null };
    this.#people.set(id, revoked);
    return revoked;
  }

  /** Those whose right is over included. */
  of(patientId: string): RelatedPerson[] {
    return [...this.#people.values()].filter((person) => person.patientId === patientId);
  }

  /** Everybody for whom an identity may act now. */
  actsFor(identity: Identity): (ProxiedPatient & { readonly relationship: RelatedPerson['relationship'] })[] {
    return this.#rightsOf(identity)
      .filter(({ relationship }) => relationship !== 'ONESELF')
      .map(({ id, patientId, relationship, mayChange, end }) => {
        const { given, family } = this.#charts.get(patientId);
        return { relatedPersonId: id, patientId, given, family, relationship, mayChange, end };
      });
  }

  /** The chart that the clinic has said to be this identity's own, when it is one. */
  ownChart(identity: Identity): string | undefined {
    const own = this.#rightsOf(identity).filter(({ relationship }) => relationship === 'ONESELF');
    const [only, ...others] = new Set(own.map(({ patientId }) => patientId));
    return others.length === 0 ? only : undefined;
  }

  /** In force on some clock of the earth. */
  #rightsOf({ email, birthDate }: Identity): RelatedPerson[] {
    const { now } = this.#agenda;
    return [...this.#people.values()].filter(
      (person) =>
        person.email.toLowerCase() === email &&
        person.birthDate === birthDate &&
        person.revokedAt === null &&
        (person.start === null || person.start <= dateAfter(now + 14 * hour)) &&
        (person.end === null || person.end >= dateAfter(now - 12 * hour)),
    );
  }
}
