import { type DamagedRecord, type Endpoint, getAppointmentCalendar, revokeRelatedPerson } from '@openprm/contract';
import { policyOf } from '../credential.ts';
import { Problem } from '../problem.ts';

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Records that cannot be read, as after a row was changed by other hands or its key was lost. What is about a patient who cannot be read cannot be read either. */
export class DamagedRecords {
  readonly #reasons = new Map<string, DamagedRecord['reason']>();

  add(id: string, reason: DamagedRecord['reason']): void {
    this.#reasons.set(id, reason);
  }

  mend(id: string): void {
    this.#reasons.delete(id);
  }

  /** What would open a damaged record is not begun. @throws {Problem} `record-damaged` */
  refuse(row: Endpoint, { id }: Fields): void {
    const opensIt = policyOf(row).phi.some((mark) => mark.startsWith('response'));
    if (opensIt && row !== getAppointmentCalendar && row !== revokeRelatedPerson) this.#requireWhole({ id });
  }

  /** An answer as it is given: of a list what can be read, and the names of the rest. @throws {Problem} `record-damaged` for one thing that cannot be read */
  shown<Answer>(row: Endpoint, answer: Answer): Answer {
    if (this.#reasons.size === 0 || !isObject(answer)) return answer;
    if (Array.isArray(answer['data']) && 'nextCursor' in answer) return this.#page(answer, answer['data']) as Answer;
    if (row === revokeRelatedPerson && this.#reasonOf(answer) !== undefined)
      return { ...answer, given: null, family: null, birthDate: null, email: null };
    if (row.method === 'GET' && row !== getAppointmentCalendar) this.#requireWhole(answer);
    return answer;
  }

  #page(answer: Fields, items: readonly unknown[]): Fields {
    const damaged = items.flatMap((item) => {
      const reason = this.#reasonOf(item);
      return reason === undefined || !isObject(item) ? [] : [{ id: String(item['id']), reason }];
    });
    const data = items.filter((item) => this.#reasonOf(item) === undefined);
    return damaged.length === 0 ? answer : { ...answer, data, damaged };
  }

  #reasonOf(item: unknown): DamagedRecord['reason'] | undefined {
    if (!isObject(item)) return undefined;
    const { id, patient } = item;
    return this.#reasons.get(String(id)) ?? (isObject(patient) ? this.#reasons.get(String(patient['id'])) : undefined);
  }

  #requireWhole(item: unknown): void {
    if (this.#reasonOf(item) !== undefined) throw new Problem('record-damaged');
  }
}
