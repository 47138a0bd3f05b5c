import {
  erasePatient,
  type FoundPatient,
  getPatient,
  type PatientErasure,
  type PatientSearch,
  searchPatients,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** Who comes to the clinic (FHIR Patient). Needs a secret key, or a session of staff. */
export class Patients {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Finds patients by exactly a name with a birth date, a telephone number or an e-mail address; the newest first. */
  search(body: PatientSearch, options?: CallOptions): Promise<PageResult<FoundPatient>> {
    return paginate((next) => this.#transport.call(searchPatients, { body: { ...body, ...next } }, options));
  }

  /** Reads a patient. */
  get(id: string, options?: CallOptions): Promise<FoundPatient> {
    return this.#transport.call(getPatient, { params: { id } }, options);
  }

  /** Erases a patient for good, also from older backups. Their visits stay, with `patient: null`. It cannot be undone. */
  erase(id: string, options?: CallOptions): Promise<PatientErasure> {
    return this.#transport.call(erasePatient, { params: { id }, body: {} }, options);
  }
}
