import type {
  DeviceKey,
  EndpointAnswer,
  getCurrentSession,
  listOwnSessions,
  openSealedItems,
  sessionRoads,
  SealedItemsOpen,
  SessionCredentials,
  SignInCode,
} from '@openprm/contract';
import { freshMinutes } from '@openprm/contract/policies';
import type { Principal } from '../credential.ts';
import { Problem } from '../problem.ts';
import type { Agenda } from './agenda.ts';
import { fromBase64Url } from './base64-url.ts';
import type { Charts } from './charts.ts';
import type { Identity, RelatedPersonsDesk } from './related-persons-desk.ts';
import { SealedDesk } from './sealed-desk.ts';

type Road = (typeof sessionRoads)[number];
type Session = EndpointAnswer<typeof getCurrentSession>;

const minute = 60_000;
const tokenMinutes = 5;
const idleMinutes = 15;
const lifeMinutes = 12 * 60;
const codeMinutes = 10;
const codeDigits = 8;
const triesPerCode = 5;
const triesPerDay = 5;

interface StoredCode {
  readonly id: string;
  readonly email: string;
  readonly code: string;
  readonly expiresAt: number;
  tries: number;
  used: boolean;
}

/** How long ago whoever ends another session may have signed in: the server's `freshMinutes`. */
const fresh = freshMinutes.person * minute;

/** Who begins a session, and what is known of them by then. */
interface Beginner {
  readonly road: Road;
  /** In lower case; null when a portal or a link vouched and gave none. */
  readonly email: string | null;
  readonly birthDate: string | null;
  readonly patientId: string | null;
}

interface StoredSession {
  readonly id: string;
  readonly road: Road;
  /** For whom else it acted last. */
  actedFor: string | null;
  /** Names the person: the same in each session of one address. */
  readonly person: string;
  readonly email: string | null;
  readonly key: DeviceKey;
  readonly startedAt: number;
  generation: number;
  lastUsedAt: number;
  patientId: string | null;
  birthDate: string | null;
  ended: boolean;
}

/** The same check as the server's: a signature over the handle, by the key of the session. */
async function isProofOf({ kty, crv, x, y }: DeviceKey, handle: string, proof: string): Promise<boolean> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, algorithm, false, ['verify']);
  const signed = new TextEncoder().encode(`openprm-refresh\n${handle}`);
  return crypto.subtle.verify(algorithm, key, fromBase64Url(proof), signed);
}

/** What of the clinic a call reaches: whose chart, and whether it may be changed. */
export interface Reach {
  readonly patientId: string | null;
  readonly mayChange: boolean;
}

/** Signs patients in, by the server's rules. Codes are not mailed: the test reads them. */
export class SignInDesk {
  readonly #agenda: Agenda;
  readonly #charts: Charts;
  readonly #relatedPersons: RelatedPersonsDesk;
  readonly #sealedDesk: SealedDesk;
  readonly #codes: StoredCode[] = [];
  readonly #sessions = new Map<string, StoredSession>();
  readonly #tokens = new Map<string, { readonly sessionId: string; readonly expiresAt: number }>();
  readonly #matchTries = new Map<string, number>();

  constructor(agenda: Agenda, charts: Charts, relatedPersons: RelatedPersonsDesk) {
    this.#agenda = agenda;
    this.#charts = charts;
    this.#relatedPersons = relatedPersons;
    this.#sealedDesk = new SealedDesk(() => agenda.now);
  }

  requestCode(email: string): SignInCode {
    const number = this.#codes.length + 1;
    const code: StoredCode = {
      id: `sgn_mock${String(number).padStart(4, '0')}`,
      email: email.trim().toLowerCase(),
      code: String(number * 7919).padStart(codeDigits, '1'),
      expiresAt: this.#agenda.now + codeMinutes * minute,
      tries: 0,
      used: false,
    };
    this.#codes.push(code);
    return { id: code.id, expiresAt: new Date(code.expiresAt).toISOString(), digits: codeDigits, tries: triesPerCode };
  }

  /** The code that would have been mailed last to an address. */
  codeFor(email: string): string {
    const code = this.#codes.findLast((sent) => sent.email === email.trim().toLowerCase());
    if (code === undefined) throw new Error('No code was asked for with this address.');
    return code.code;
  }

  /** @throws {Problem} `sign-in-refused` for every reason */
  begin(codeId: string, typed: string, key: DeviceKey): SessionCredentials & { session: Session } {
    const code = this.#codes.find(({ id }) => id === codeId);
    const isOpen = code && !code.used && code.tries < triesPerCode && code.expiresAt > this.#agenda.now;
    if (!isOpen) throw new Problem('sign-in-refused');
    if (typed.replace(/\s/g, '') !== code.code) {
      code.tries += 1;
      throw new Problem('sign-in-refused');
    }
    code.used = true;
    return this.start({ road: 'code', email: code.email, birthDate: null, patientId: null }, key);
  }

  /** Begins a session for who was vouched for: by a code, by the portal, or by a link. */
  start({ road, email, birthDate, patientId }: Beginner, key: DeviceKey): SessionCredentials & { session: Session } {
    const session: StoredSession = {
      id: `pss_mock${String(this.#sessions.size + 1).padStart(4, '0')}`,
      road,
      actedFor: null,
      person: email ?? `of ${patientId}`,
      email,
      key,
      startedAt: this.#agenda.now,
      generation: 1,
      lastUsedAt: this.#agenda.now,
      patientId,
      birthDate,
      ended: false,
    };
    if (patientId === null) this.#match(session);
    this.#sessions.set(session.id, session);
    return { ...this.#credentialsOf(session), session: this.#describe(session) };
  }

  /** @throws {Problem} `credential-invalid` for a proof by another key; `session-ended`, also for a handle that comes again, which ends it */
  async refresh(handle: string, proof: string): Promise<SessionCredentials> {
    const { session, generation } = this.#readHandle(handle);
    if (!this.#isLive(session)) throw new Problem('session-ended');
    if (!(await isProofOf(session.key, handle, proof))) throw new Problem('credential-invalid');
    if (generation !== session.generation) {
      session.ended = true;
      throw new Problem('session-ended');
    }
    session.generation += 1;
    session.lastUsedAt = this.#agenda.now;
    return this.#credentialsOf(session);
  }

  /** Checks a handle's shape, as the server does before anything else. @throws {Problem} `credential-invalid` */
  checkHandle(handle: string): void {
    this.#readHandle(handle);
  }

  /** @throws {Problem} `credential-invalid`, `credential-expired`, `session-ended` */
  current(token: string): Session {
    return this.#describe(this.#require(token));
  }

  /**
   * What a call with a session reaches: the own chart, or that of the patient for whom it acts.
   *
   * @throws {Problem} `not-found` for a patient for whom the person may not act
   */
  reachOf({ credential, actingFor }: Principal): Reach {
    const session = this.#require(credential);
    if (actingFor === undefined) return { patientId: session.patientId, mayChange: true };
    const right = this.#actsFor(session).find(({ patientId }) => patientId === actingFor);
    if (right === undefined) throw new Problem('not-found');
    session.actedFor = actingFor;
    return right;
  }

  /** Names who signed in, over their sessions. */
  personOf(token: string): string {
    return this.#require(token).person;
  }

  /** Opens what a device has kept sealed for who calls. */
  openSealed(token: string, body: SealedItemsOpen): Promise<EndpointAnswer<typeof openSealedItems>> {
    const session = this.#require(token);
    const { patient, actsFor } = this.#describe(session);
    const opener = {
      person: session.person,
      patientId: patient?.id ?? null,
      actsFor: actsFor.map(({ patientId }) => patientId),
    };
    return this.#sealedDesk.open(opener, body);
  }

  /** Links a session to the one patient with its address and a birth date. @throws {Problem} `rate-limited` */
  match(token: string, birthDate: string): Session {
    const session = this.#require(token);
    if (session.patientId !== null || session.email === null) return this.#describe(session);
    const tries = (this.#matchTries.get(session.email) ?? 0) + 1;
    this.#matchTries.set(session.email, tries);
    if (tries > triesPerDay) throw new Problem('rate-limited', { retryAfterSeconds: 86_400 });
    this.link(token, birthDate);
    const described = this.#describe(session);
    // a date that is right is no guess
    if (described.patient !== null || described.actsFor.length > 0) this.#matchTries.set(session.email, tries - 1);
    return described;
  }

  /** Takes a session to a patient that is known, or to the only one who fits. */
  link(token: string, birthDate: string, patientId?: string): void {
    const session = this.#require(token);
    session.birthDate = birthDate;
    if (patientId === undefined) this.#match(session);
    else session.patientId = patientId;
  }

  #match(session: StoredSession): void {
    const identity = identityOf(session);
    if (identity === null) return;
    const fitting = this.#charts.with(identity.email, identity.birthDate);
    const verified = fitting.filter((chart) => chart.verified);
    const first = verified.length > 0 ? verified : fitting;
    const only = first.length === 1 ? first[0]?.id : undefined;
    session.patientId = this.#relatedPersons.ownChart(identity) ?? only ?? null;
  }

  /** By the server's rule: whether the chart was found by address and birth date alone, and nobody has said whose it is. */
  #asksWho(session: StoredSession): boolean {
    if (session.patientId === null) return true;
    const identity = identityOf(session);
    const chart = this.#charts.get(session.patientId);
    if (chart.verified || session.road === 'link' || identity === null) return false;
    if (this.#relatedPersons.ownChart(identity) === chart.id) return false;
    return this.#charts.with(identity.email, identity.birthDate).some(({ id }) => id === chart.id);
  }

  /** Whether who calls has to say who they are to book for themself. */
  asksWho(token: string): boolean {
    return this.#asksWho(this.#require(token));
  }

  #actsFor(session: StoredSession) {
    const identity = identityOf(session);
    return identity === null ? [] : this.#relatedPersons.actsFor(identity);
  }

  end(token: string, which: 'this' | 'all'): void {
    const mine = this.#require(token);
    if (which === 'all') this.endOwn(token, 'others');
    mine.ended = true;
  }

  /** The own sessions that are open, the newest first. */
  own(token: string): EndpointAnswer<typeof listOwnSessions>['data'] {
    const mine = this.#require(token);
    const mayKnow = this.#actsFor(mine).map(({ patientId }) => patientId);
    return this.#ownOf(mine).map(({ id, road, startedAt, lastUsedAt, actedFor }) => ({
      id,
      startedAt: new Date(startedAt).toISOString(),
      lastUsedAt: new Date(lastUsedAt).toISOString(),
      road,
      actedForPatientId: actedFor !== null && mayKnow.includes(actedFor) ? actedFor : null,
      isCurrent: id === mine.id,
    }));
  }

  /** Whether a session is one of the own ones. @throws {Problem} `not-found` */
  requireOwn(token: string, id: string): void {
    if (!this.#ownOf(this.#require(token)).some((session) => session.id === id)) throw new Problem('not-found');
  }

  /** Whether the caller signed in moments ago. @throws {Problem} `reauthentication-required` */
  requireFresh(token: string): void {
    if (this.#require(token).startedAt <= this.#agenda.now - fresh) throw new Problem('reauthentication-required');
  }

  /** Ends one of the own sessions, or all others. */
  endOwn(token: string, which: { readonly id: string } | 'others'): void {
    const mine = this.#require(token);
    for (const session of this.#ownOf(mine))
      if (which === 'others' ? session.id !== mine.id : session.id === which.id) session.ended = true;
    if (which === 'others') for (const code of this.#codes) if (code.email === mine.email) code.used = true;
  }

  /** By the server's rule: the same chart, or the same person without any, unless a birth date says that it is somebody else. */
  #ownOf(mine: StoredSession): readonly StoredSession[] {
    const isOwn = ({ id, person, patientId, birthDate }: StoredSession) =>
      id === mine.id ||
      (mine.patientId !== null && patientId === mine.patientId) ||
      (person === mine.person &&
        patientId === null &&
        (birthDate === null || mine.birthDate === null || birthDate === mine.birthDate));
    return [...this.#sessions.values()].filter((session) => this.#isLive(session) && isOwn(session)).reverse();
  }

  /** Ends the sessions of a patient and of whoever acts for them, also where they have shown no more than the address; codes that were mailed there end, too. */
  endOf(patientId: string): void {
    const people = [this.#charts.get(patientId), ...this.#relatedPersons.of(patientId)];
    const emails = people.map(({ email }) => email?.toLowerCase() ?? null);
    for (const session of this.#sessions.values())
      if (
        session.patientId === patientId ||
        (session.email !== null && emails.includes(session.email)) ||
        this.#actsFor(session).some((each) => each.patientId === patientId)
      )
        session.ended = true;
    for (const code of this.#codes) if (emails.includes(code.email)) code.used = true;
  }

  /** Whether somebody is signed in to a chart, or acts for it. */
  isAnybodyIn(patientId: string): boolean {
    return [...this.#sessions.values()].some(
      (session) =>
        this.#isLive(session) &&
        (session.patientId === patientId || this.#actsFor(session).some((each) => each.patientId === patientId)),
    );
  }

  /** Ends every session, as the clinic may. */
  endAll(): void {
    for (const session of this.#sessions.values()) session.ended = true;
  }

  #credentialsOf(session: StoredSession): SessionCredentials {
    const expiresAt = this.#agenda.now + tokenMinutes * minute;
    const token = `pst_mock-${this.#tokens.size + 1}-${session.id}`;
    this.#tokens.set(token, { sessionId: session.id, expiresAt });
    return {
      access: { token, expiresAt: new Date(expiresAt).toISOString() },
      handle: `prh_mock.${session.id}.${session.generation}`,
    };
  }

  #readHandle(handle: string) {
    const [, id = '', generation = '0'] = /^prh_mock\.(\w+)\.(\d+)$/.exec(handle) ?? [];
    const session = this.#sessions.get(id);
    if (session === undefined || Number(generation) > session.generation) throw new Problem('credential-invalid');
    return { session, generation: Number(generation) };
  }

  #isLive({ ended, lastUsedAt, startedAt }: StoredSession): boolean {
    const { now } = this.#agenda;
    return !ended && now < lastUsedAt + idleMinutes * minute && now < startedAt + lifeMinutes * minute;
  }

  #require(token: string): StoredSession {
    const access = this.#tokens.get(token);
    if (access === undefined) throw new Problem('credential-invalid');
    if (access.expiresAt <= this.#agenda.now) throw new Problem('credential-expired');
    const session = this.#sessions.get(access.sessionId);
    if (session === undefined || !this.#isLive(session)) throw new Problem('session-ended');
    session.lastUsedAt = this.#agenda.now;
    return session;
  }

  #describe(session: StoredSession): Session {
    const { id, email, startedAt, patientId } = session;
    return {
      id,
      email,
      patient: patientId === null ? null : this.#charts.get(patientId),
      asksWho: this.#asksWho(session),
      actsFor: this.#actsFor(session),
      startedAt: new Date(startedAt).toISOString(),
      expiresAt: new Date(startedAt + lifeMinutes * minute).toISOString(),
      idleMinutes,
      sealing: this.#sealedDesk.sealingOf(session.person),
    };
  }
}

/** The identity by which a chart is looked for; null as long as a half of it is missing. */
const identityOf = ({ email, birthDate }: StoredSession): Identity | null =>
  email === null || birthDate === null ? null : { email, birthDate };
