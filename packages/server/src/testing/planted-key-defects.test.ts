import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const keys = 'core/keys/keys.test.ts';
const erasing = 'core/features/erasure/erase-patient.test.ts';
const finding = 'core/features/patients/patients.test.ts';
const steps = 'core/features/erasure/erase-patient.ts';
const list = 'core/features/erasure/erasure-list.ts';

const defects: readonly Defect[] = [
  {
    rule: 'the look at each record of a list by itself',
    changes: [
      { file: 'core/http/cursor.ts', find: 'if (!isRecordDamage(error)) throw error;', replace: 'throw error;' },
      { file: 'core/http/cursor.ts', find: 'const id = idOf(row);', replace: '' },
      { file: 'core/http/cursor.ts', find: 'reader.tellDamage(id, error);', replace: '' },
      { file: 'core/http/cursor.ts', find: 'return { id, reason: error.code };', replace: '' },
    ],
    test: ['core/http/cursor.test.ts', 'names what of it cannot be read'],
  },
  {
    rule: 'the narrowness of what a list goes on after',
    changes: [
      {
        file: 'core/keys/key-error.ts',
        find: 'error instanceof KeyError && ofOneRecord.some((code) => code === error.code);',
        replace: 'error instanceof Error;',
      },
    ],
    test: ['core/http/cursor.test.ts', 'is no page where more is wrong'],
  },
  {
    rule: 'the line and the audit of a record that cannot be read',
    changes: [{ file: 'core/http/cursor.ts', find: 'reader.tellDamage(id, error);', replace: '' }],
    test: ['testing/damaged-records.test.ts', 'is named, and takes no other with it'],
  },
  {
    rule: 'the damage to one record among all that can be wrong with keys',
    changes: [
      {
        file: 'core/keys/tenant-keys.ts',
        find: "if (key === undefined) throw new KeyError('sealed-value-changed', identity);",
        replace: "if (key === undefined) throw new KeyError('tenant-key-outdated', tenantId);",
      },
    ],
    test: [keys, 'names a version which never was'],
  },
  {
    rule: 'the row that a sealed value is bound to',
    changes: [{ file: 'core/keys/sealed-value.ts', find: 'data.set(name, headerBytes);', replace: '' }],
    test: [keys, 'moved to another row or tenant'],
  },
  {
    rule: 'the refusal to make a lost key anew',
    changes: [
      {
        file: 'core/keys/tenant-key-store.ts',
        find: "if (wrapped.size === 0 && tenant.key_version > 0) throw new KeyError('tenant-key-missing', tenantId);\n  if (wrapped.size < tenant.key_version) throw new KeyError('tenant-key-outdated', tenantId);",
        replace: '',
      },
    ],
    test: [keys, 'never makes a new key in place of one that is lost'],
  },
  {
    rule: 'the trial of a key that is derived',
    changes: [
      {
        file: 'core/keys/tenant-keys.ts',
        find: 'const value = await findFirstReleaseValue(database, tenantId);',
        replace: 'const value = undefined;',
      },
    ],
    test: ['core/keys/first-release.test.ts', 'keeps the keys that it had'],
  },
  {
    rule: "the destruction of an erased patient's key",
    changes: [{ file: steps, find: 'await destroyPatientKey(scope, patientId);', replace: '' }],
    test: [erasing, 'leaves no key that opens a copy'],
  },
  {
    rule: "the removal of an erased patient's indexes",
    changes: [{ file: steps, find: 'await deletePatientIndex(scope, patientId);', replace: '' }],
    test: [erasing, 'is found and read no more'],
  },
  {
    rule: 'the removal of remembered answers',
    changes: [
      {
        file: steps,
        find: '.where(sql<boolean>`${patientId} = any(patient_ids)`)',
        replace: '.where(sql<boolean>`false`)',
      },
    ],
    test: [erasing, 'leaves no key that opens a copy'],
  },
  {
    rule: 'the end of links to the visits of the erased',
    changes: [
      {
        file: 'core/features/erasure/forget-people.ts',
        find: "of('link_version', '+', 1)",
        replace: "of('link_version', '+', 0)",
      },
    ],
    test: [erasing, 'ends links and tokens'],
  },
  {
    rule: 'the line that is written before an erasure commits',
    changes: [
      {
        file: 'core/features/patients/service.ts',
        find: 'if (erasureList !== undefined) await writeErasure(erasureList, keys, entry);',
        replace: '',
      },
    ],
    test: [erasing, 'is written down before it commits'],
  },
  {
    rule: 'the signature of the erasure list',
    changes: [
      {
        file: list,
        find: 'if (!isSameSecret(await macOf(keys, entry), entry.mac)) throw new ErasureListError(line);',
        replace: '',
      },
    ],
    test: [erasing, 'takes no line that the server did not write'],
  },
  {
    rule: 'the short memory of answers that sign somebody in',
    changes: [
      {
        file: 'core/http/mount.ts',
        find: '...(row.remembers ? { minutes: row.remembers.minutes } : {}),',
        replace: '',
      },
    ],
    test: [erasing, 'leaves no answer of signing in'],
  },
  {
    rule: 'the removal of answers that sign somebody in',
    changes: [
      {
        file: steps,
        find: "patient_ids = '{}' and expires_at < created_at + interval '1 day'",
        replace: "patient_ids = '{}' and expires_at < created_at",
      },
    ],
    test: [erasing, 'leaves no answer of signing in'],
  },
  {
    rule: 'that one damaged record holds up no rotation',
    changes: [
      {
        file: 'core/keys/rotation-damage.ts',
        find: 'if (!isDamage(error)) throw error;',
        replace: 'throw error;',
      },
    ],
    test: ['core/keys/rotate.test.ts', 'goes on where it was interrupted'],
  },
  {
    rule: 'the sealing again of what belongs to no patient',
    changes: [
      {
        file: 'core/keys/rotate.ts',
        find: 'done.values += await sealAgain(database, keys, tenantId, damages);',
        replace: 'if (tenantId === "") done.values += await sealAgain(database, keys, tenantId, damages);',
      },
    ],
    test: ['core/keys/rotate.test.ts', 'goes on where it was interrupted'],
  },
  {
    rule: 'that a search is not remembered',
    changes: [
      {
        file: 'core/http/mount.ts',
        find: 'row.remembers === false ? undefined : givenKey',
        replace: 'row.remembers === false ? givenKey : givenKey',
      },
    ],
    test: [finding, 'remembers no answer'],
  },
];

plantDefects('planted defects of keys', defects);
