/** What can be wrong with keys and with what they seal. */
export type KeyErrorCode =
  | 'root-key-unknown'
  | 'root-key-wrong'
  | 'tenant-unknown'
  | 'tenant-key-missing'
  | 'tenant-key-outdated'
  | 'tenant-key-changed'
  | 'patient-key-missing'
  | 'sealed-value-changed';

/** What to do about each, for whoever runs the server. */
const advice: Readonly<Record<KeyErrorCode, string>> = {
  'root-key-unknown':
    'Put back the key file that holds this root key; a key file keeps its earlier keys on lines of their own.',
  'root-key-wrong': 'Put back the key file that belongs to this database.',
  'tenant-unknown': 'There is no such tenant in this database.',
  'tenant-key-missing':
    'Restore the schema openprm_keys from its latest backup; without it nothing of this tenant opens.',
  'tenant-key-outdated': 'The schema openprm_keys is older than the database. Restore it from its latest backup.',
  'tenant-key-changed':
    'The schema openprm_keys was changed by other hands. Restore it from a backup of before and look for who did it; without it nothing of this tenant opens.',
  'patient-key-missing':
    'Restore the schema openprm_keys from its latest backup, or start with the erasure list if this patient was erased.',
  'sealed-value-changed':
    'The row was changed or moved by other hands than this server, or its key was. Restore it from a backup and look for who did it.',
};

/** What can be wrong with one record while all others are whole. Of everything else that is wrong with keys no record can be read. */
const ofOneRecord = ['sealed-value-changed', 'patient-key-missing'] as const satisfies readonly KeyErrorCode[];

/** A {@link KeyError} about one record. */
export type RecordDamage = KeyError & { readonly code: (typeof ofOneRecord)[number] };

/** A key is missing or wrong, or what it sealed was changed. Never answered with a default: the message says what to do, and names ids only. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
  readonly code: KeyErrorCode;
  /** The row that it is about, such as `patient/pat_…`, or the tenant. */
  readonly resource: string;

  constructor(code: KeyErrorCode, resource: string, options?: ErrorOptions) {
    super(`${code}: ${resource}. ${advice[code]}`, options);
    this.code = code;
    this.resource = resource;
  }

  get advice(): string {
    return advice[this.code];
  }
}

/** Whether an error says that one record cannot be read, and nothing of the others. */
export const isRecordDamage = (error: unknown): error is RecordDamage =>
  error instanceof KeyError && ofOneRecord.some((code) => code === error.code);
