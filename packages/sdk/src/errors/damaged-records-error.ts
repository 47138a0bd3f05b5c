import type { DamagedRecord } from '@openprm/contract';
import { PrmError } from './prm-error.ts';

/**
 * Records of a list cannot be read: they were changed by other hands than the server's, or their key is missing. Iterating a list throws it once every other record was given; a page that is read
 * by itself names them in `damaged`. Whoever runs the server finds each in its log and restores it from a backup.
 */
export class DamagedRecordsError extends PrmError {
  override get name(): 'DamagedRecordsError' {
    return 'DamagedRecordsError';
  }

  declare readonly code: 'record-damaged';
  /** Their ids, and what is wrong with each. */
  readonly records: readonly DamagedRecord[];

  constructor(records: readonly DamagedRecord[]) {
    super(`${records.length} of the records of this list cannot be read; \`records\` names them`, 'record-damaged');
    this.records = records;
  }
}
