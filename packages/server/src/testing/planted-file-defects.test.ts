import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const stored = 'core/files/stored-files.test.ts';
const attachments = 'core/features/response-attachments/attachments.test.ts';
const service = 'core/files/stored-files.ts';

const defects: readonly Defect[] = [
  {
    rule: 'the seal around a file',
    changes: [{ file: service, find: 'await seal.seal(fileIdentity(id), content)', replace: 'content' }],
    test: [stored, 'leave this process sealed'],
  },
  {
    rule: 'the row that a file is sealed for',
    changes: [{ file: service, find: '`stored_file/${id}`', replace: "id && 'stored_file'" }],
    test: [stored, 'put in the place of another'],
  },
  {
    rule: 'the end of the files of who is erased',
    changes: [
      {
        file: 'core/features/erasure/erase-patient.ts',
        find: 'await doomFilesOf(scope, patientId);',
        replace: '',
      },
    ],
    test: [stored, 'whose patient was erased'],
  },
  {
    rule: 'the hash in the signature of a content',
    changes: [
      {
        file: 'node/files-s3.ts',
        find: "'x-amz-content-sha256': hash",
        replace: "'x-amz-content-sha256': hash && 'UNSIGNED-PAYLOAD'",
      },
    ],
    test: ['node/files.test.ts', 'stand in the bucket by path'],
  },
  {
    rule: 'the log of what was begun before storage failed',
    changes: [
      {
        file: 'core/http/mount.ts',
        find: "if (result === undefined && row.method === 'GET') return undefined;",
        replace: 'if (result === undefined) return undefined;',
      },
    ],
    test: [attachments, 'are put once, whole, and by who answers'],
  },
  {
    rule: 'the count of what was sent and is removed',
    changes: [
      {
        file: 'core/features/response-attachments/attachment-repository.ts',
        find: 'where tenant_id = ${tenantId} and patient_id = ${patientId} and sent_at',
        replace:
          'where exists (select from stored_file as file where file.id = sent_file.id) and tenant_id = ${tenantId} and patient_id = ${patientId} and sent_at',
      },
    ],
    test: [attachments, 'are no more in a day than one patient sends'],
  },
  {
    rule: 'how many may be at storage at once',
    changes: [{ file: 'core/files/limit-files.ts', find: 'count >= mostAtStorage', replace: 'count < 0' }],
    test: [attachments, 'hold up nobody while storage hangs'],
  },
  {
    rule: 'who calls, looked at anew after storage has answered',
    changes: [{ file: 'core/http/mount.ts', find: ' || outside.isDone', replace: '' }],
    test: [attachments, 'are looked at anew after storage has answered'],
  },
  {
    rule: 'that of two contents the first counts',
    changes: [{ file: service, find: 'known.some((byte, at) => byte !== hash[at])', replace: 'known.length === 0' }],
    test: [attachments, 'are looked at anew after storage has answered'],
  },
  {
    rule: 'that the sweep leaves what may be put just now',
    changes: [
      { file: 'core/files/sweep-files.ts', find: 'put_since is null or put_since <', replace: 'true or put_since <' },
    ],
    test: [stored, 'that may be put just now'],
  },
];

plantDefects('planted defects of files', defects);
