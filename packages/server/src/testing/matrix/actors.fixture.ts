import {
  type ProblemCode,
  type StaffRole,
  createApiKey,
  erasePatient,
  endCurrentSession,
  endPatientSessions,
  endStaffSession,
  revokeAppointmentAccess,
  staffRoles,
} from '@openprm/contract';
import { type EndpointRow, type PrincipalKind, everyScope, staffRolePolicies } from '@openprm/contract/policies';
import { sql } from 'kysely';
import { scopeNames } from '../../core/features/api-keys/scope-names.ts';
import { createAccessToken } from '../../core/features/appointment-access/access-token.ts';
import { createSessionToken } from '../../core/features/patient-sessions/session-token.ts';
import type { TestServer } from '../clinic.fixture.ts';
import { dana, nth } from '../clinic-setup.fixture.ts';
import { type Right, signInActing } from './acting.fixture.ts';
import { makeStale, signInAgain } from './sessions.fixture.ts';
import type { Scene } from './scene.fixture.ts';
import {
  type Side,
  type SideResponse,
  beginResponse,
  bookChart,
  newStaff,
  openPerson,
  signInSecret,
  wait,
} from './side.fixture.ts';

/** Somebody who calls an endpoint. */
export interface Actor {
  readonly name: string;
  /** Undefined for whoever has no credential that holds. */
  readonly kind: PrincipalKind | undefined;
  readonly role?: StaffRole;
  readonly side: 'own' | 'other';
  /** Whether the things that the example names are this actor's own; the clinic owns all of its own. */
  readonly isOwner: boolean;
  /** With which code a credential that does not hold is refused: by every row, or where its kind is known by the rows for that kind. */
  readonly refusedWith?: ProblemCode;
  /** What a key or a role may do, where that is not everything. */
  scopes?(row: EndpointRow): readonly string[];
  /** Says with each call that it acts for the person `me` of the scene, by a right to change or to read, or by none. */
  readonly actsFor?: 'change' | 'read' | 'none';
  /** A visitor who names what is another's: alone, or with the secret of something else. */
  readonly names?: 'anothers' | 'anothers-with-a-secret';
  /** Reads what was answered in confidence: the rows about surveys alone are called. */
  readonly reads?: 'confidential';
  /** Has an open session, and has shown long ago who they are. */
  readonly isStale?: true;
  /** How what the credential stands for has ended; it says so for a while. */
  readonly ended?: 'left' | 'taken';
  /** When the visit is that is named, for a role that does not see every day's. */
  readonly day?: 'today' | 'another-day';
  /** @param row of a call that may end or use up the credential, which then is made for this cell alone */
  credential(scene: Scene, row: EndpointRow): Promise<string | undefined>;
}

/** Calls by which a session or a link is used up, or others of the same person; not those that end one which they name. */
const usesUp = (row: EndpointRow) => row.method !== 'GET' && /^\/v1\/(staff-)?sessions(?!.*\{id\})/.test(row.path);

const secret = 'A'.repeat(43);
const madeUp: readonly (readonly [prefix: string, credential: string, code: ProblemCode])[] = [
  ['pk', `pk_${secret}`, 'credential-invalid'],
  ['sk', `sk_${secret}`, 'credential-invalid'],
  ['lnk', `lnk_abcd.abcd.1.${secret}`, 'credential-invalid'],
  ['ses', 'ses_eyJhbGciOiJub25lIn0.eyJpc3MiOiJ0ZW5fYSJ9.', 'credential-invalid'],
  ['pst', 'pst_eyJhbGciOiJub25lIn0.eyJpc3MiOiJ0ZW5fYSJ9.', 'credential-invalid'],
  ['prh', `prh_${secret}`, 'credential-invalid'],
  ['psl', `psl_${secret}`, 'credential-invalid'],
  ['wll', `wll_abcd.abcd.1.${secret}`, 'credential-invalid'],
  ['svl', `svl_abcd.abcd.1.${secret}`, 'credential-invalid'],
  ['sst', `sst_${secret}`, 'credential-expired'],
];

/** Everybody who could call: without a credential, with one that does not hold, and with each kind, of this clinic and of another one. */
export async function makeActors(server: TestServer, own: Side, other: Side): Promise<readonly Actor[]> {
  const refused = (name: string, code: ProblemCode, credential: string | undefined): Actor => ({
    name,
    kind: undefined,
    side: 'own',
    isOwner: false,
    refusedWith: code,
    credential: () => Promise.resolve(credential),
  });
  const expired = await expiredCredentials(server, own);
  return [
    refused('nobody', 'credential-required', undefined),
    ...madeUp.map(([prefix, credential, code]) => refused(`made up ${prefix}`, code, credential)),
    ...expired.map(([name, code, credential, kind]) => ({ ...refused(name, code, credential), kind })),
    ...actorsOf('own', own),
    ...(await narrowKeys(own)),
    ...(await actingFor(own, other)),
    ...staleActors(own),
    ...endedLinks,
    ...nosyVisitors(own),
    ...readersInConfidence(own),
    ...actorsOf('other', other),
  ];
}

/** Credentials that held once. One that is looked at only where its kind may call has its kind. */
async function expiredCredentials(
  server: TestServer,
  side: Side,
): Promise<[name: string, code: ProblemCode, credential: string, kind?: PrincipalKind][]> {
  const { keys, database } = server.ports;
  const { tenantId } = side.clinic;
  const asClinic = { credential: side.clinic.secretKey };
  const past = { now: () => server.clock.now() - 86_400_000 };
  const appointment = await bookChart(side, { ...dana });
  const ses = await createAccessToken(
    keys,
    past,
    tenantId,
    { id: appointment.id, link_version: 1, identity_version: 1 },
    'by-link',
  );
  const pst = await createSessionToken(keys, past, { tenantId, sessionId: 'ses_00000000', personId: 'per_00000000' });
  const staff = await newStaff(side, 'owner');
  await server.call(endStaffSession, {}, { credential: staff.session });
  const visit = await bookChart(side, { ...dana });
  await server.call(revokeAppointmentAccess, { params: { id: visit.id }, body: {} }, asClinic);
  const gone = await openPerson(side);
  await server.call(endCurrentSession, {}, { credential: gone.credential });
  const [ended, old] = [await wait(side), await wait(side)];
  await sql`update waitlist_entry set link_version = link_version + 1 where id = ${ended.id}`.execute(database);
  await sql`update waitlist_entry set status = 'cancelled', ended_at = now() - interval '8 days' where id = ${old.id}`.execute(
    database,
  );
  const begin = () => beginResponse(side);
  const asked = [await begin(), await begin(), await begin(), await begin()] as const;
  await sql`update survey_invitation set expires_at = now() where id = ${invitationOf(asked[0])}`.execute(database);
  await sql`update survey_invitation set link_version = link_version + 1 where id = ${invitationOf(asked[1])}`.execute(
    database,
  );
  await server.call(erasePatient, { params: { id: asked[2].patientId }, body: {} }, asClinic);
  await server.call(endPatientSessions, { params: { id: asked[3].patientId }, body: {} }, asClinic);
  const revoked = await server.createTenant('Revoked');
  await sql`update api_key set revoked_at = now() where tenant_id = ${revoked.tenantId}`.execute(database);
  return [
    ['expired ses', 'credential-expired', ses.token],
    ['expired pst', 'credential-expired', pst.token],
    ['ended sst', 'credential-expired', staff.session],
    ['ended lnk', 'credential-invalid', visit.link, 'link'],
    ['ses of an ended link', 'credential-invalid', visit.token, 'patient'],
    ['pst of an ended session', 'session-ended', gone.credential, 'person'],
    ['ended wll', 'credential-invalid', ended.link, 'waitlist-link'],
    ['wll of an entry that ended long ago', 'credential-invalid', old.link, 'waitlist-link'],
    ['expired svl', 'credential-invalid', asked[0].link, 'survey-link'],
    ['svl of another version', 'credential-invalid', asked[1].link, 'survey-link'],
    ['svl of somebody erased', 'credential-invalid', asked[2].link, 'survey-link'],
    ['svl that was ended with the sessions', 'credential-invalid', asked[3].link, 'survey-link'],
    ['revoked pk', 'credential-invalid', revoked.publishableKey],
    ['revoked sk', 'credential-invalid', revoked.secretKey],
  ];
}

/** The invitation that a link's secret names. */
export const invitationOf = ({ link }: Pick<SideResponse, 'link'>) => `svi_${link.split('.')[1] ?? ''}`;

function actorsOf(where: Actor['side'], side: Side): Actor[] {
  const isOwn = where === 'own';
  const actor = (
    name: string,
    kind: PrincipalKind,
    isOwner: boolean,
    credential: Actor['credential'],
    more: Pick<Actor, 'role' | 'scopes' | 'day'> = {},
  ): Actor => ({ name: isOwn ? name : `another clinic's ${name}`, kind, side: where, isOwner, credential, ...more });
  const fixed = (credential: string) => () => Promise.resolve(credential);

  const member = (name: string, role: StaffRole, more: Pick<Actor, 'day'>) =>
    actor(
      name,
      'staff',
      isOwn,
      async (_scene, row) => (usesUp(row) ? (await newStaff(side, role)).session : side.staff[role].session),
      { role, scopes: () => staffRolePolicies[role].scopes, ...more },
    );
  const clinics = [
    actor('secret key', 'secret', isOwn, fixed(side.clinic.secretKey)),
    ...staffRoles.map((role) => member(role, role, staffRolePolicies[role].visits === 'all' ? {} : { day: 'today' })),
    ...staffRoles
      .filter((role) => staffRolePolicies[role].visits !== 'all')
      .map((role) => member(`${role} on another day`, role, { day: 'another-day' })),
  ];
  const person = (who: 'me' | 'somebodyElse' | 'prospect') => async (_scene: Scene, row: EndpointRow) =>
    usesUp(row) ? (await openPerson(side)).credential : side[who].credential;
  /** Made once: what strangers show is not used up, since nothing of theirs is named. */
  const once = (make: () => Promise<string>) => {
    let made: Promise<string> | undefined;
    return () => (made ??= make());
  };
  const strangers = [
    actor('visitor', 'publishable', false, fixed(side.clinic.publishableKey)),
    actor(
      "somebody else's link",
      'link',
      false,
      once(async () => (await bookChart(side, { ...dana })).link),
    ),
    actor(
      "somebody else's token",
      'patient',
      false,
      once(async () => (await bookChart(side, { ...dana })).token),
    ),
    actor('somebody else', 'person', false, person('somebodyElse')),
    actor('prospect', 'person', false, person('prospect')),
    actor('refresh handle', 'handle', false, async (scene) => (await scene.refreshable(side)).handle),
    actor('sign-in link', 'sign-in-link', false, () => signInSecret(side)),
    actor(
      "somebody else's survey link",
      'survey-link',
      false,
      once(async () => (await beginResponse(side)).link),
    ),
    actor(
      "somebody else's waitlist link",
      'waitlist-link',
      false,
      once(async () => (await wait(side)).link),
    ),
  ];
  const owners = [
    actor('link', 'link', true, async (scene) => (await scene.appointment()).link),
    actor('token', 'patient', true, async (scene) => (await scene.appointment()).token),
    actor('person', 'person', true, person('me')),
    actor('survey link', 'survey-link', true, async (scene) => (await scene.response()).link),
    actor('waitlist link', 'waitlist-link', true, async (scene) => (await scene.waiting()).link),
  ];
  return isOwn ? [...clinics, ...owners, ...strangers] : [...clinics, ...strangers];
}

/** A secret key for each scope that has no other, and one that has all but what the row needs. */
async function narrowKeys(side: Side): Promise<readonly Actor[]> {
  const { server, clinic } = side;
  const all = scopeNames.filter((scope) => scope !== everyScope);
  const make = async (name: string, scopes: string[]) =>
    (await server.call(createApiKey, { body: { kind: 'secret', name, scopes } }, { credential: clinic.secretKey })).key;
  const actors: Actor[] = [];
  const without = new Map<string, string>();
  for (const scope of all) {
    const only = await make(`only ${scope}`, [scope]);
    actors.push({
      name: `key for ${scope}`,
      kind: 'secret',
      side: 'own',
      isOwner: true,
      scopes: () => [scope],
      credential: () => Promise.resolve(only),
    });
    without.set(
      scope,
      await make(
        `without ${scope}`,
        all.filter((each) => each !== scope),
      ),
    );
  }
  const lacking = ({ scope }: EndpointRow) => all.find((each) => each === scope) ?? nth(all, 0);
  actors.push({
    name: 'key without the one scope that is needed',
    kind: 'secret',
    side: 'own',
    isOwner: true,
    scopes: (row) => all.filter((each) => each !== lacking(row)),
    credential: (_scene, row) => Promise.resolve(without.get(lacking(row))),
  });
  return actors;
}

/** Rights to act for `me`: those that hold, and those that do not, which look like that of somebody never granted. */
const rights: readonly (readonly [name: string, actsFor: NonNullable<Actor['actsFor']>, right: Right])[] = [
  ['proxy', 'change', { mayChange: true }],
  ['proxy who may read', 'read', { mayChange: false }],
  ['proxy whose right is over', 'none', { mayChange: true, end: '2020-01-01' }],
  ['proxy whose right has not begun', 'none', { mayChange: true, start: '2100-01-01' }],
  ['proxy whose right was taken back', 'none', { mayChange: true, isRevoked: true }],
];

async function actingFor(own: Side, other: Side): Promise<readonly Actor[]> {
  const patientId = own.me.patientId ?? '';
  const actors: Actor[] = [];
  for (const [name, actsFor, right] of rights) {
    const known = await signInActing(own, patientId, right);
    const mayUseUp = actsFor !== 'none';
    actors.push({
      name,
      kind: 'person',
      side: 'own',
      isOwner: actsFor !== 'none',
      actsFor,
      credential: async (_scene, row) => (mayUseUp && usesUp(row) ? await signInActing(own, patientId, right) : known),
    });
  }
  const none = (name: string, side: Actor['side'], credential: string): Actor => ({
    name,
    kind: 'person',
    side,
    isOwner: false,
    actsFor: 'none',
    credential: () => Promise.resolve(credential),
  });
  return [
    ...actors,
    none('somebody else who says to act', 'own', own.somebodyElse.credential),
    none('prospect who says to act', 'own', own.prospect.credential),
    none("another clinic's person who says to act", 'other', other.me.credential),
  ];
}

/** Who is signed in, and signed in or showed a code long ago. */
function staleActors(side: Side): readonly Actor[] {
  const known: { staff?: Promise<string>; person?: Promise<string> } = {};
  const staff = () => newStaff(side, 'owner').then(({ session }) => makeStale(side, session));
  const person = () => signInAgain(side).then((credential) => makeStale(side, credential));
  const common = { side: 'own', isOwner: true, isStale: true } as const;
  return [
    {
      ...common,
      name: 'owner who has shown no code lately',
      kind: 'staff',
      role: 'owner',
      scopes: () => staffRolePolicies.owner.scopes,
      credential: (_scene, row) => (usesUp(row) ? staff() : (known.staff ??= staff())),
    },
    {
      ...common,
      name: 'person who signed in long ago',
      kind: 'person',
      credential: async (_scene, row) =>
        usesUp(row) ? makeStale(side, (await openPerson(side)).credential) : (known.person ??= person()),
    },
  ];
}

/** Links to entries that have ended, which still say how. */
const endedLinks: readonly Actor[] = (['left', 'taken'] as const).map((ended) => ({
  name: `waitlist link of an entry that was ${ended}`,
  kind: 'waitlist-link',
  side: 'own',
  isOwner: true,
  ended,
  credential: async (scene) => (await scene.waiting()).link,
}));

/** Visitors who name what belongs to `me`, or to another visitor, in each row that takes an id from one. */
const nosyVisitors = ({ clinic }: Side): readonly Actor[] =>
  (['anothers', 'anothers-with-a-secret'] as const).map((names) => ({
    name: names === 'anothers' ? 'visitor who names what is another’s' : 'visitor who names it with some secret',
    kind: 'publishable',
    side: 'own',
    isOwner: false,
    names,
    credential: () => Promise.resolve(clinic.publishableKey),
  }));

/** Who acts for the clinic, and asks for what was answered in confidence. */
const readersInConfidence = ({ clinic, staff }: Side): readonly Actor[] => [
  {
    name: 'secret key that reads what is confidential',
    kind: 'secret',
    side: 'own',
    isOwner: true,
    reads: 'confidential',
    credential: () => Promise.resolve(clinic.secretKey),
  },
  ...staffRoles.map((role): Actor => ({
    name: `${role} who reads what is confidential`,
    kind: 'staff',
    role,
    side: 'own',
    isOwner: true,
    reads: 'confidential',
    scopes: () => staffRolePolicies[role].scopes,
    credential: () => Promise.resolve(staff[role].session),
  })),
];
