import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const folder = 'core/features/waitlist-entries';
const test = (name: string): Defect['test'] => [`${folder}/waitlist.test.ts`, name];

const defects: readonly Defect[] = [
  {
    rule: 'the one entry that a link opens',
    changes: [
      {
        file: 'core/http/check-ownership.ts',
        find: "(reach.of === 'waitlist-entry' && reach.entryId === id)",
        replace: "(reach.of === 'waitlist-entry' && id !== '')",
      },
    ],
    test: test('opens one entry to one link'),
  },
  {
    rule: 'the secret of the one entry that it ends',
    changes: [
      {
        file: `${folder}/undo.ts`,
        find: 'if (!isSameSecret(secret, await macOf(keys, tenantId, entryId))) return false;',
        replace: '',
      },
    ],
    test: test('is ended by who has just joined'),
  },
  {
    rule: 'the offer that is looked for once the entry is locked',
    changes: [
      {
        file: `${folder}/offer-times.ts`,
        find: 'return rows.length > 0 && !(await hasOffer(scope, entry.id));',
        replace: 'return rows.length > 0 || hasOffer(scope, entry.id);',
      },
    ],
    test: test('is offered one time at once'),
  },
  {
    rule: 'the turn of who offers by hand',
    changes: [{ file: `${folder}/offer-by-hand.ts`, find: '  await lockWaitlist(context);\n', replace: '' }],
    test: test('is offered one time at once'),
  },
  {
    rule: 'whose entries a session lists',
    changes: [
      {
        file: `${folder}/service.ts`,
        find: '{ ...query, ...ownOnly(context) }',
        replace: 'query',
      },
    ],
    test: test('is listed, changed and left in a session'),
  },
  {
    rule: 'the tenant filter and row-level security of entries',
    changes: [
      {
        file: `${folder}/entry-repository.ts`,
        find: ".where('entry.tenant_id', '=', tenantId)",
        replace: '.where(sql<boolean>`${tenantId}::text is not null`)',
      },
      {
        file: 'core/database/migrations/tenant-table.ts',
        find: '`alter table ${table} enable row level security`,',
        replace: '',
      },
      {
        file: 'core/database/migrations/0001-house.ts',
        find: '`alter table ${table} enable row level security`,',
        replace: '',
      },
    ],
    test: test('tells nobody who waits'),
  },
  {
    rule: 'who was offered a time before',
    changes: [{ file: `${folder}/offer-times.ts`, find: ' || recent.hadOffer(entry, opening)', replace: '' }],
    test: test('offers nobody a time twice'),
  },
  {
    rule: 'the one offer that somebody has at a time',
    changes: [
      {
        file: `${folder}/waiting-repository.ts`,
        find: "and offer.entry_id = entry.id and offer.status = 'needs-action')",
        replace: 'and offer.entry_id is null)',
      },
      {
        file: 'core/database/migrations/0013-waitlist.ts',
        find: '`create unique index waitlist_offer_one_at_a_time on',
        replace: '`create index waitlist_offer_one_at_a_time on',
      },
    ],
    test: test('offers each of many freed times once'),
  },
  {
    rule: 'the release of what was declined',
    changes: [
      {
        file: `${folder}/end-entries.ts`,
        find: 'for (const { hold_id: holdId } of offers) await freeOfferedHold(scope, holdId);',
        replace: 'if (offers.length < 0) await freeOfferedHold(scope, entryId);',
      },
    ],
    test: test('goes to the next in line'),
  },
  {
    rule: "the end of an offer's time",
    changes: [
      {
        file: `${folder}/entry-repository.ts`,
        find: "status === 'needs-action' && isHeld;",
        replace: "status === 'needs-action' || isHeld;",
      },
      {
        file: 'core/features/holds/hold-repository.ts',
        find: 'and id = ${id} and expires_at > clock_timestamp() for update',
        replace: 'and id = ${id} for update',
      },
    ],
    test: test('frees an offer that nobody answered'),
  },
  {
    rule: 'the end of links with those of the visit',
    changes: [
      {
        file: 'core/features/appointment-access/live-access.ts',
        find: '  await endEntryLinks(scope, { appointmentId });',
        replace: '',
      },
    ],
    test: test('ends its links with those of the visit'),
  },
  {
    rule: 'no identity at an entry that has ended',
    changes: [
      {
        file: `${folder}/entry-repository.ts`,
        find: "context.principal.kind === 'waitlist-link' && row.status !== 'waitlist'",
        replace: "context.principal.kind === 'handle'",
      },
    ],
    test: test('answers a link with no identity'),
  },
  {
    rule: 'the place of who has shown that the address is theirs',
    changes: [
      {
        file: `${folder}/waiting-repository.ts`,
        find: '"isProved" desc, entry.created_at',
        replace: 'entry.created_at',
      },
    ],
    test: test('offers first to who has shown'),
  },
  {
    rule: 'what strangers typed counts against nobody',
    changes: [
      {
        file: `${folder}/waiting-repository.ts`,
        find: 'return isProved ? [`proved ${typed}`, typed] : [typed];',
        replace: 'return isProved ? [typed] : [typed];',
      },
    ],
    test: test('offers first to who has shown'),
  },
  {
    rule: 'the mailbox with a name',
    changes: [
      {
        file: `${folder}/waiting-repository.ts`,
        find: "const typed = `${identity} ${mailbox ?? ''}`;",
        replace: "const typed = `${identity}${mailbox?.slice(0, 0) ?? ''}`;",
      },
    ],
    test: test('goes to the next in line'),
  },
  {
    rule: 'what was waited for, in place of an offer',
    changes: [
      { file: `${folder}/accept-offer.ts`, find: 'time === undefined || !suits(time)', replace: 'time === undefined' },
    ],
    test: test('takes in place of an offer'),
  },
  {
    rule: 'the mails of who has shown that the address is theirs',
    changes: [{ file: 'core/features/mail/send-waitlist-mail.ts', find: ' && !isProved', replace: '' }],
    test: test('withholds what strangers cause'),
  },
];

plantDefects('planted defects of the waitlist', defects);
