import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const verify = 'core/journal/verify-audit.test.ts';
const limits = 'core/http/limits/limits.test.ts';
const verifier = 'core/journal/verify-audit.ts';
const caps = 'core/features/holds/hold-caps.ts';

const placeInHash = {
  file: 'core/journal/audit-content.ts',
  find: '      position,\n      toHex(previous),',
  replace: '      position > 0,\n      toHex(previous),',
};

const auditEvents = 'core/features/audit-events/audit-events.test.ts';

const defects: readonly Defect[] = [
  {
    rule: 'by which right a patient is named to who may act for them',
    changes: [
      {
        file: 'core/features/patient-sessions/describe-session.ts',
        find: 'context.touches(proxied.id, proxied.id, right.id);',
        replace: 'context.touches(proxied.id);',
      },
    ],
    test: [auditEvents, 'say of whoever acts for somebody'],
  },
  {
    rule: 'who has signed in by the request',
    changes: [
      {
        file: 'core/features/patient-sessions/start-session.ts',
        find: 'context.signsIn(session.personId);',
        replace: '',
      },
    ],
    test: [auditEvents, 'say of signing in itself'],
  },
  {
    rule: 'the role in which somebody looked',
    changes: [
      {
        file: 'core/features/audit-events/service.ts',
        find: 'role: role ?? row.staff_role',
        replace: 'role: row.staff_role',
      },
    ],
    test: [auditEvents, 'say of staff in which role'],
  },
  {
    rule: 'the row of who asked for what is not theirs',
    changes: [
      { file: 'core/http/check-ownership.ts', find: 'notFound(noun, { triedFor: id })', replace: 'notFound(noun)' },
    ],
    test: [auditEvents, 'tell the clinic alone that somebody asked'],
  },
  {
    rule: 'that the row of who tried is the clinic’s alone',
    changes: [
      { file: 'core/features/audit-events/service.ts', find: 'hidesTries: true', replace: 'hidesTries: false' },
    ],
    test: [auditEvents, 'tell the clinic alone that somebody asked'],
  },
  {
    rule: 'that an act which was refused is told as refused',
    changes: [
      { file: 'core/http/mount.ts', find: 'refusal: result && refusalOf(result)', replace: 'refusal: undefined' },
    ],
    test: ['core/features/audit-events/audit-events.test.ts', 'say of an act that was refused'],
  },
  {
    rule: 'another hash of the same address for each limit',
    changes: [
      {
        file: 'core/http/limits/limiter.ts',
        find: "hash('limit', tenantId, name, value)",
        replace: "hash('limit', tenantId, limits[name].by, value)",
      },
    ],
    test: ['core/http/limits/limits.test.ts', 'count by hashes that are another'],
  },
  {
    rule: 'whose things a row reaches',
    changes: [
      {
        file: 'core/http/check-ownership.ts',
        find: 'if (!(await isOwn(context, id))) throw notFound(noun, { triedFor: id });',
        replace: 'if (noun === "") await isOwn(context, id);',
      },
    ],
    test: ['core/features/appointments/booking.test.ts', 'nobody but its patient'],
  },
  {
    rule: 'the signature of a row',
    changes: [
      {
        file: verifier,
        find: 'const isOurs = isSame(row.mac, await auditMac(this.#keys, row));',
        replace: 'const isOurs = row.mac !== null;',
      },
    ],
    test: [verify, 'names the row that was put in'],
  },
  {
    rule: 'the patient in the signature and in the hash',
    changes: [
      { file: 'core/journal/audit-content.ts', find: '      row.patient_id,\n', replace: '' },
      {
        file: 'core/journal/audit-content.ts',
        find: 'patient_id === null && purpose === null ? [] : [patient_id, purpose]',
        replace: 'patient_id === null && purpose === null ? [] : [purpose]',
      },
    ],
    test: [verify, 'names the row in which whose data it was was changed'],
  },
  {
    rule: 'the place of a row in its hash alone',
    changes: [placeInHash],
    test: [verify, 'names both rows that have changed places'],
    stays: 'green',
  },
  {
    rule: 'the place of a row in its hash, and what it follows',
    changes: [
      placeInHash,
      { file: verifier, find: 'if (this.#isWhole && !follows)', replace: 'if (this.#position < 0 && !follows)' },
    ],
    test: [verify, 'names both rows that have changed places'],
  },
  {
    rule: 'the heads outside the database',
    changes: [
      {
        file: 'core/journal/audit-record.ts',
        find: 'for (const head of more) heads.set(head.tenantId, head);',
        replace: 'if (more.length < 0) heads.clear();',
      },
      {
        file: 'core/journal/written-audits.ts',
        find: 'if (ids !== undefined) listeners.get(database)?.(tenantId, ids);',
        replace: 'if (ids === undefined) listeners.get(database)?.(tenantId, []);',
      },
    ],
    test: [verify, 'names the rows that were cut off'],
  },
  {
    rule: 'the ids of what was written, outside the database',
    changes: [
      {
        file: 'core/journal/written-audits.ts',
        find: 'if (ids !== undefined) listeners.get(database)?.(tenantId, ids);',
        replace: 'if (ids === undefined) listeners.get(database)?.(tenantId, []);',
      },
    ],
    test: [verify, 'names the row that was dropped before it was chained'],
  },
  {
    rule: 'the signature of a line of the record',
    changes: [
      {
        file: 'core/journal/read-audit-record.ts',
        find: '((await signatureOf(keys, line, before.mac)) ?? line.mac) !== line.mac',
        replace: 'keys === undefined || signatureOf === undefined',
      },
    ],
    test: [verify, 'finds a record outside the database with a line that was changed'],
  },
  {
    rule: 'that a clinic which is gone as a whole is told',
    changes: [
      {
        file: 'core/journal/removed-tenants.ts',
        find: '.filter(([tenantId]) => !present.has(tenantId) && !known.has(tenantId))',
        replace: '.filter(([tenantId]) => present.has(tenantId) && known.has(tenantId))',
      },
    ],
    test: [verify, 'names a clinic that was removed as a whole'],
  },
  {
    rule: 'that the lines of a clinic whose key is gone keep nobody from verifying the others',
    changes: [
      {
        file: 'core/journal/read-audit-record.ts',
        find: "error instanceof KeyError && error.code === 'tenant-unknown'",
        replace: 'error === undefined',
      },
    ],
    test: [verify, 'names a clinic that was removed as a whole'],
  },
  {
    rule: 'the limits of calls',
    changes: [
      {
        file: 'core/http/mount.ts',
        find: 'await options.limiter.takeCall(facts);',
        replace: 'if (facts.address === "") await options.limiter.takeCall(facts);',
      },
    ],
    test: [limits, 'refuse what comes too often from one address'],
  },
  {
    rule: 'the limit of wrong credentials',
    changes: [
      {
        file: 'core/http/mount.ts',
        find: 'await options.limiter.takeFailure(options.addressOf(c));',
        replace: 'if (c === undefined) await options.limiter.takeFailure(options.addressOf(c));',
      },
    ],
    test: [limits, 'count wrong keys, links and tokens together'],
  },
  {
    rule: 'the limit of codes that were wrong',
    changes: [
      {
        file: 'core/http/mount.ts',
        find: 'if (!answer.replayed && isWrongCredential(answer.body))',
        replace: 'if (answer.replayed && isWrongCredential(answer.body))',
      },
    ],
    test: [limits, 'count a wrong code too'],
  },
  {
    rule: 'that a good credential gets in behind wrong ones',
    changes: [
      {
        file: 'core/http/mount.ts',
        find: 'const facts = { row',
        replace: 'await options.limiter.takeFailure(options.addressOf(c));\n      const facts = { row',
      },
    ],
    test: [limits, 'count wrong keys, links and tokens together'],
  },
  {
    rule: 'the limit of frame pages',
    changes: [
      {
        file: 'core/features/api-keys/frame-origins.ts',
        find: 'await limiter.takeCall({ row: {}, principal, address, origin: undefined });',
        replace: '',
      },
    ],
    test: ['core/features/api-keys/frame-origins.test.ts', 'is told to one network only so often'],
  },
  {
    rule: 'the count of frame pages with a wrong key',
    changes: [
      { file: 'core/features/api-keys/frame-origins.ts', find: 'await limiter.takeFailure(address);', replace: '' },
    ],
    test: ['core/features/api-keys/frame-origins.test.ts', 'is told to one network only so often'],
  },
  {
    rule: 'the limit of mail to one address',
    changes: [
      {
        file: 'core/features/mail/send-mail.ts',
        find: '(await options.takeMail(job.tenantId, composed.to))',
        replace: '(await options.takeMail(job.tenantId, composed.to)) !== undefined',
      },
    ],
    test: [limits, 'let nobody fill an address with mail'],
  },
  {
    rule: 'that a tag is no mailbox of its own',
    changes: [
      {
        file: 'core/http/limits/limiter.ts',
        find: 'const value = mailboxOf(destination);',
        replace: 'const value = mailboxOf(destination) && destination.toLowerCase();',
      },
    ],
    test: [limits, 'let nobody fill an address with mail'],
  },
  {
    rule: 'that what follows from a booking in another’s name counts, too',
    changes: [
      {
        file: 'core/features/persons/shown-address.ts',
        find: 'principal.isByLink || (principal.by',
        replace: 'principal.kind === "patient" || (principal.by',
      },
    ],
    test: [limits, 'let nobody fill an address with mail'],
  },
  {
    rule: 'that a withheld mail stands in no audit that a stranger reads',
    changes: [
      {
        file: 'core/features/mail/send-mail.ts',
        find: "noteWithheld(ports, tx, { tenantId, mailId, principal: 'job:mail-send' })",
        replace:
          "noteWithheld(ports, tx, { tenantId, mailId: (await findMail(tx, tenantId, mailId))?.appointment_id ?? mailId, principal: 'job:mail-send' })",
      },
    ],
    test: [limits, 'let nobody fill an address with mail'],
  },
  {
    rule: 'the hash in place of an address',
    changes: [
      {
        file: 'core/http/limits/limiter.ts',
        find: "subject: await hash('limit', tenantId, name, value),",
        replace: "subject: new TextEncoder().encode(value.padEnd(32, ' ').slice(0, 32)),",
      },
    ],
    test: [limits, 'store neither an address nor an origin nor a key'],
  },
  {
    rule: 'that what one address is refused counts towards nothing that others share',
    changes: [
      {
        file: 'core/http/limits/take-calls.ts',
        find: 'sql`shared and (select yes from is_let)`',
        replace: 'sql`shared`',
      },
    ],
    test: [limits, 'count what one address is refused towards nothing'],
  },
  {
    rule: 'that what is refused since others used something up counts towards nothing else that all share',
    changes: [
      {
        file: 'core/http/limits/take-calls.ts',
        find: 'select yes and not exists (select from used_up) as yes from is_own_let',
        replace: 'select yes from is_own_let',
      },
    ],
    test: [limits, 'close an anonymous survey to nobody who has not answered'],
  },
  {
    rule: 'the share that each address has of a page which strangers have used up',
    changes: [
      {
        file: 'core/http/limits/limiter.ts',
        find: 'if (address === undefined) return [];',
        replace: 'if (address !== null) return [];',
      },
    ],
    test: [limits, 'count a page’s origin and key over all addresses'],
  },
  {
    rule: 'that a record which was begun anew is told',
    changes: [
      {
        file: 'core/journal/verify-audit.ts',
        find: 'if (this.#unrecorded === 0 ||',
        replace: 'if (this.#unrecorded >= 0 ||',
      },
    ],
    test: ['core/journal/verify-audit.test.ts', 'says from which place a record begins'],
  },
  {
    rule: 'the bytes of files that one patient sends in a day',
    changes: [
      {
        file: 'core/features/response-attachments/service.ts',
        find: 'bytes + size <= fileCaps.bytesOfPatient',
        replace: 'bytes + size >= 0',
      },
    ],
    test: ['core/features/response-attachments/attachments.test.ts', 'are no more in a day than one patient sends'],
  },
  {
    rule: 'the times that one visitor holds at once',
    changes: [{ file: caps, find: 'if (held.length >= caps.times)', replace: 'if (held.length < 0)' }],
    test: [limits, 'let one visitor hold only a few times at once'],
  },
  {
    rule: 'the share of a day that one visitor holds',
    changes: [{ file: caps, find: 'wanted + sum(of) >', replace: 'wanted + sum(of) < 0 *' }],
    test: [limits, 'let one visitor hold only a few times at once'],
  },
  {
    rule: 'that what a visitor has booked counts as what they hold',
    changes: [
      {
        file: 'core/features/appointments/booked-by.ts',
        find: 'booker === undefined',
        replace: 'booker !== null',
      },
    ],
    test: [limits, 'count what a visitor has booked as what they hold'],
  },
  {
    rule: 'that holds over all schedules of a practitioner count together, and over a /56',
    changes: [
      { file: caps, find: 'practitionerId === schedule.practitionerId &&', replace: 'scheduleId === schedule.id &&' },
    ],
    test: [limits, 'count one practitioner’s day over all their schedules'],
  },
  {
    rule: 'the lock of a visitor',
    changes: [
      {
        file: 'core/features/holds/service.ts',
        find: '  await lockVisitor(context);\n',
        replace: '  if (lockVisitor.name === "") await lockVisitor(context);\n',
      },
    ],
    test: [limits, 'cap holds also when one visitor asks for many at once'],
  },
  {
    rule: 'that a refusal which passes is not remembered',
    changes: [{ file: 'core/http/idempotency.ts', find: 'error.status === 429 ||', replace: '' }],
    test: [limits, 'do not remember a refusal that passes'],
  },
  {
    rule: 'the end of X-Forwarded-For, and not its beginning',
    changes: [
      {
        file: 'core/http/limits/client-address.ts',
        find: 'seen.at(-1 - Math.min(proxies, seen.length - 1))',
        replace: 'seen.at(proxies === 0 ? -1 : 0)',
      },
    ],
    test: ['core/http/limits/client-address.test.ts', 'is what our one proxy saw'],
  },
];

plantDefects('planted defects of ownership, audit and limits', defects);
