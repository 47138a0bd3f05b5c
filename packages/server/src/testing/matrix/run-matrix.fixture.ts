import { isDeepStrictEqual } from 'node:util';
import type { ProblemDetails, StaffRole } from '@openprm/contract';
import {
  type EndpointName,
  type EndpointRow,
  type PrincipalKind,
  allowsScope,
  endpointRows,
  staffRolePolicies,
} from '@openprm/contract/policies';
import { type TestServer, openTestServer } from '../clinic.fixture.ts';
import { dana } from '../clinic-setup.fixture.ts';
import { type Actor, makeActors } from './actors.fixture.ts';
import { absentId, absentTwin, type Answer, call, type Caller, isRefusal, type Row, tell } from './ask-cell.fixture.ts';
import { examples } from './examples.fixture.ts';
import { fingerprint } from './fingerprint.fixture.ts';
import { keepFresh } from './sessions.fixture.ts';
import { type Scene, openBelongings, openScene } from './scene.fixture.ts';
import { type Side, openSide } from './side.fixture.ts';
import { forgetCalls, trailProblems } from './trail.fixture.ts';

/** One cell: an endpoint, an actor, what was declared and what was not as declared. */
export interface Cell {
  readonly endpoint: EndpointName;
  readonly actor: string;
  /** `absent`: to the letter as what never was. `over`: what has ended says no more than how, and nothing can be done with it. */
  readonly declared: 'refused' | 'success' | 'absent' | 'over';
  /** Undefined when it is as declared. */
  readonly wrong: string | undefined;
}

/** Two clinics with everybody who could call: made once for the runs of a server. */
export interface Stage {
  readonly own: Side;
  readonly other: Side;
  readonly everybody: readonly Actor[];
}

let lastAddress = 0;

/** A server whose calls come from an address each: what is counted by an address is counted, and nobody fills a cap. */
export const openMatrixServer = (): Promise<TestServer> =>
  openTestServer({
    core: {
      remoteAddressOf: () => `10.${((lastAddress += 1) >> 16) & 255}.${(lastAddress >> 8) & 255}.${lastAddress & 255}`,
    },
  });

/** Sets the scene for {@link runMatrix}. */
export async function openStage(server: TestServer): Promise<Stage> {
  const [own, other] = [await openSide(server), await openSide(server)];
  return { own, other, everybody: await makeActors(server, own, other) };
}

/** What may be decided for a run. */
export interface MatrixOptions {
  /** Where it is played, if not on a new one. */
  readonly stage?: Stage;
  /** What is declared, if not what the server has: to show that a changed policy is found. */
  readonly policies?: Readonly<Record<string, EndpointRow>>;
  /** Some of the rows. */
  readonly only?: typeof endpointRows;
  /** Some of those who call. */
  readonly callers?: (actor: Actor) => boolean;
}

/**
 * Calls every endpoint as everybody who could, each with its example, and compares status and body with what the row declares. Whatever an actor may not
 * have must be answered like what is not there, and must leave everything of the clinic as it was.
 */
export async function runMatrix(
  server: TestServer,
  { stage, policies = {}, only = endpointRows, callers = () => true }: MatrixOptions = {},
): Promise<readonly Cell[]> {
  const { own, other, everybody } = stage ?? (await openStage(server));
  const actors = everybody.filter(callers);
  const [clinic] = everybody.filter(({ kind, side }) => kind === 'secret' && side === 'own');
  if (clinic === undefined) throw new Error('There is nobody who acts for the clinic.');
  const [firstRow] = endpointRows;
  if (firstRow === undefined) throw new Error('There is no endpoint.');
  const knownCredentials = new Map<Actor, string | undefined>();
  for (const actor of actors)
    knownCredentials.set(actor, await actor.credential(openScene(server, own, other, actor), firstRow));
  const cells: Cell[] = [];
  for (const row of only) {
    const declaredRow = (policies[row.name] ?? row) as Row;
    if (row.fresh === true || declaredRow.fresh === true) await keepFresh(server);
    const note = (actor: Actor, cell: Pick<Cell, 'declared' | 'wrong'>) =>
      cells.push({ endpoint: row.name, actor: actor.name, ...cell });
    // whoever is refused before anything is looked up leaves the example and the credential as they are
    const shown = openScene(server, own, other, clinic);
    const example: unknown = await examples[row.name](shown);
    const before = await fingerprint(own);
    // reads, and strangers whose calls change nothing, may share what belongs to `me`
    const shared = openBelongings(own);
    // what a success leaves behind is looked at once for each kind of caller
    const looked = new Set<string>();
    const isFirst = ({ kind, role }: Actor) => looked.size < looked.add(`${String(kind)} ${String(role)}`).size;
    const belongingsFor = ({ isOwner, ended, day }: Actor) =>
      ended === undefined && day === undefined && (row.method === 'GET' || !isOwner) ? shared : undefined;
    for (const actor of actors) {
      const early = beforeLooking(declaredRow, actor);
      if (early === undefined || !calls(actor, row)) continue;
      // which key is shown may depend on the row
      const credential = actor.scopes === undefined ? knownCredentials.get(actor) : await actor.credential(shown, row);
      const caller = { actor, credential };
      const answer = await call(shown, row, example, caller);
      const wrong =
        (early === 'absent'
          ? await absenceProblem(shown, declaredRow, answer, example, caller)
          : isRefusal(answer, early)
            ? undefined
            : `declared ${early}, answered ${tell(answer)}`) ?? cacheProblem(declaredRow, actor, answer);
      note(actor, { declared: early === 'absent' ? 'absent' : 'refused', wrong });
    }
    if ((await fingerprint(own)) !== before)
      note(clinic, { declared: 'refused', wrong: 'somebody who was refused has changed something' });
    for (const actor of actors) {
      if (beforeLooking(declaredRow, actor) !== undefined || !calls(actor, row)) continue;
      // mails of the cells before, which no cell waits for
      server.jobs.length = 0;
      const scene = openScene(server, own, other, actor, belongingsFor(actor));
      const cell = await runCell(scene, row, declaredRow, isFirst).catch((error: unknown) => ({
        declared: 'success' as const,
        wrong: `The cell could not be run: ${String(error)}`,
      }));
      note(actor, cell);
    }
  }
  return cells;
}

/** Whoever reads what is confidential calls the rows about answers alone: in the others they are whom they are anyway. */
const calls = ({ reads }: Actor, { path }: EndpointRow) =>
  reads === undefined || /^\/v1\/(questionnaire-responses|surveys\/\{id\}\/)/.test(path);

async function runCell(
  scene: Scene,
  row: Row,
  declaredRow: Row,
  isFirst: (actor: Actor) => boolean,
): Promise<Pick<Cell, 'declared' | 'wrong'>> {
  const { actor } = scene;
  const input: unknown = await examples[row.name](scene);
  const credential = await actor.credential(scene, row);
  const declared = declare(declaredRow, actor, input);
  const before = declared === 'success' && actor.side === 'own' ? undefined : await fingerprint(scene.own);
  const caller = { actor, credential };
  const isLooked = declared === 'success' && isFirst(actor);
  const tooLarge = isLooked ? await tooLargeProblem(scene, declaredRow, input, caller) : undefined;
  if (isLooked) await forgetCalls(scene);
  const answer = await call(scene, row, input, caller, isLooked ? { bytes: mostBytes(declaredRow) } : {});
  const changed = before !== undefined && (await fingerprint(scene.own)) !== before;
  const problems = [
    changed ? 'something of the clinic was changed' : undefined,
    actor.side === 'other' || actor.reads === 'confidential' || declared === 'over' || isStranger(declaredRow, actor)
      ? leakOf(scene, answer, input)
      : undefined,
    await problemOf(declared),
    cacheProblem(declaredRow, actor, answer),
    credentialProblem(actor, answer),
    tooLarge,
    ...(isLooked ? await trailProblems(scene, declaredRow, answer) : []),
  ].filter((problem) => problem !== undefined);
  return { declared, wrong: problems.length === 0 ? undefined : problems.join('; ') };

  function problemOf(what: typeof declared): string | undefined | Promise<string | undefined> {
    switch (what) {
      case 'success':
        return successProblem(scene, row, actor, answer);
      case 'absent':
        return absenceProblem(scene, declaredRow, answer, input, caller);
      case 'over':
        return overProblem(scene, row, actor, answer);
    }
  }
}

/**
 * What the row's policy says of an actor, whatever the request names: the code of a refusal, `absent` for who acts for somebody without the right to, or undefined where it
 * depends on the request.
 */
function beforeLooking(row: Row, actor: Actor): string | undefined {
  const { kind, refusedWith } = actor;
  if (kind === undefined && refusedWith !== undefined) return refusedWith;
  const kinds: readonly PrincipalKind[] = row.access;
  if (kind === undefined || !kinds.includes(kind)) return 'permission-denied';
  if (refusedWith !== undefined && row.takesEndedLinks !== true) return refusedWith;
  const scopes = actor.scopes?.(row);
  if (scopes !== undefined && row.scope !== undefined && !allowsScope(scopes, row.scope)) return 'permission-denied';
  if (scopes !== undefined && kind === 'secret' && row.gives !== undefined) return 'permission-denied';
  if (actor.actsFor === 'none') return 'absent';
  const isOwnSession = row.own === 'credential' || (typeof row.own === 'object' && row.own.what === 'session');
  if (actor.actsFor === 'read' && row.method !== 'GET' && !isOwnSession) return 'permission-denied';
  return row.fresh === true && actor.isStale ? 'reauthentication-required' : undefined;
}

/** What the row's policy says about an actor who may call it: a success, or the answer for what is not there. */
function declare(row: Row, actor: Actor, input: unknown): 'success' | 'absent' | 'over' {
  if (actor.ended !== undefined) return 'over';
  const namesThings = !isDeepStrictEqual(absentTwin(input), input);
  if (actor.side === 'other') return namesThings || namesByOtherMeans.has(row.name) ? 'absent' : 'success';
  // whatever a visitor has is theirs by a secret, also of things that are nobody's
  const needsSecret = /"\w*secret"/i.test(JSON.stringify(input));
  if (actor.names !== undefined) return needsSecret || typeof row.own === 'object' ? 'absent' : 'success';
  const isAnothers = typeof row.own === 'object' && !actor.isOwner && actor.kind !== 'publishable';
  return namesThings && (isAnothers || isOfAnotherDay(row, actor)) ? 'absent' : 'success';
}

/** Whether what is named is nothing of the day that a role sees alone: nobody waits on a day. */
const isOfAnotherDay = ({ own }: Row, { side, day }: Actor) =>
  side === 'own' &&
  day !== undefined &&
  typeof own === 'object' &&
  (own.what === 'waitlist-entry' || (own.what === 'appointment' && day !== 'today'));

/** Things of a clinic that no id in our form names: what another clinic's portal vouches for, and its own names of busy times. */
const namesByOtherMeans: ReadonlySet<EndpointName> = new Set(['createSessionFromAssertion', 'deleteBusyTime']);

const isStranger = (row: Row, actor: Actor) => row.own !== undefined && row.own !== 'nothing' && !actor.isOwner;

/** How many bytes a row's body may have. */
const mostBytes = ({ maxBodyBytes = 65_536 }: Row) => maxBodyBytes;

/** A body with one byte more than the row takes is refused. */
async function tooLargeProblem(scene: Scene, row: Row, input: unknown, caller: Caller): Promise<string | undefined> {
  if (row.body === undefined) return undefined;
  const answer = await call(scene, row, input, caller, { bytes: mostBytes(row) + 1 });
  return isRefusal(answer, 'body-too-large')
    ? undefined
    : `declared at most ${mostBytes(row)} bytes, answered ${tell(answer)} to more`;
}

/** What is public is kept by caches for as long as the row says, and nothing else for a moment. */
function cacheProblem({ cacheSeconds }: Row, { kind }: Actor, { status, headers }: Answer): string | undefined {
  const isPublic = cacheSeconds !== undefined && kind === 'publishable' && status === 200;
  const declared = isPublic ? `public, max-age=${cacheSeconds}` : 'no-store';
  // of a stream, which no proxy may change either
  const kept = headers.get('cache-control')?.replace(/, no-transform$/, '');
  return kept === declared ? undefined : `declared ${declared}, answered ${String(kept)}`;
}

/** A key does what its scopes say, and nothing more by a credential that an answer gives it. */
function credentialProblem({ kind }: Actor, { body }: Answer): string | undefined {
  const { access } = (body ?? {}) as { readonly access?: unknown };
  return kind === 'secret' && access !== undefined && access !== null ? 'gave a secret key a credential' : undefined;
}

/** What is another's must be answered to the letter as what never was, and as the row declares. */
async function absenceProblem(
  scene: Scene,
  row: Row,
  answer: Answer,
  input: unknown,
  caller: Caller,
): Promise<string | undefined> {
  // who may act for the patient, and names another's things, acts for them in both calls
  const actingFor = caller.actor.actsFor === 'none' ? absentId('pat') : scene.own.me.patientId;
  const never = await call(scene, row, absentTwin(input), caller, { actingFor });
  if (!isDeepStrictEqual(withoutRequest(answer), withoutRequest(never)))
    return `another's: ${tell(answer)}, what never was: ${tell(never)}`;
  const { code } = (answer.body ?? {}) as Partial<ProblemDetails>;
  const isDeclared = answer.status < 300 || code === 'not-found' || row.problems.some((known) => known === code);
  return isDeclared ? undefined : `answered ${tell(answer)}, which the row does not declare`;
}

/** A success has the row's status, and exactly the fields of its response. A role that sees fewer fields gets null for the others. */
function successProblem(scene: Scene, row: Row, { role }: Actor, answer: Answer): string | undefined {
  const status = row.response === undefined ? 204 : row.creates ? 201 : 200;
  if (answer.status !== status) return `declared ${status}, answered ${tell(answer)}`;
  if (row.response === undefined) return answer.body === undefined ? undefined : 'declared no body';
  if (role !== undefined && staffRolePolicies[role].fields !== 'all') return hiddenProblem(scene, row, role, answer);
  const parsed = row.response.safeParse(answer.body);
  if (!parsed.success) return `the body does not fit: ${parsed.error.issues[0]?.path.join('.') ?? ''}`;
  return isDeepStrictEqual(parsed.data, answer.body) ? undefined : 'the body has more than the row declares';
}

/** A role reads nothing of a patient's identity that it does not see whole, nor for what somebody comes where it is not to know that. */
function hiddenProblem({ own }: Scene, row: Row, role: StaffRole, { body }: Answer): string | undefined {
  const { fields, visits } = staffRolePolicies[role];
  if (fields === 'all') return undefined;
  const text = JSON.stringify(body ?? '');
  const identity = { family: dana.family, birthDate: dana.birthDate, phone: dana.phone, email: own.me.email };
  const seen = Object.entries(identity).filter(([name, value]) => fields[name] !== 'whole' && text.includes(value));
  const isVisit = row.phi.length > 0 && visits !== 'all';
  if (isVisit && text.includes(own.clinic.healthcareServiceId)) return `${role} sees for what somebody comes`;
  return seen.length === 0 ? undefined : `${role} sees ${seen.map(([name]) => name).join(', ')}`;
}

/** What has ended is shown without its person; an act that would take or change something says that it is over. */
function overProblem(scene: Scene, row: Row, actor: Actor, answer: Answer): string | undefined {
  // who has the visit is told so, where that is possible, and not that its time is lost
  const conflict = 'appointment-status-conflict';
  const order = actor.ended === 'taken' ? ([conflict, 'hold-expired'] as const) : (['hold-expired', conflict] as const);
  const taking = order.find((code) => row.problems.includes(code));
  if (taking !== undefined)
    return isRefusal(answer, taking) ? undefined : `declared ${taking}, answered ${tell(answer)}`;
  const { patient } = (answer.body ?? {}) as { readonly patient?: unknown };
  return successProblem(scene, row, actor, answer) ?? (patient === null ? undefined : 'it shows whose it was');
}

/** Whether an answer tells a stranger anything about this cell's person that the request did not say itself. */
function leakOf({ own }: Scene, { body }: Answer, input: unknown): string | undefined {
  const [text, asked] = [JSON.stringify(body ?? ''), JSON.stringify(input)];
  const leaked = [own.me.patientId, own.me.email].filter(
    (value) => value !== null && text.includes(value) && !asked.includes(value),
  );
  return leaked.length === 0 ? undefined : 'it tells a stranger about a person';
}

/** Of two requests these are never the same; the tag goes by the body, in which the request's id stands. */
const ofOneRequest: ReadonlySet<string> = new Set(['x-request-id', 'date', 'etag']);

const withoutRequest = ({ status, body, headers }: Answer) => ({
  status,
  body: typeof body === 'object' && body !== null && 'requestId' in body ? { ...body, requestId: '' } : body,
  headers: [...headers].filter(([name]) => !ofOneRequest.has(name)),
});
