import {
  type Appointment,
  type Endpoint,
  type EndpointInput,
  type EndpointResponse,
  type FoundPatient,
  type Location,
  type OwnStaffSession,
  type Page,
  type PatientSearch,
  type RelatedPerson,
  type RelatedPersonCreate,
  type RelatedPersonReason,
  type SlotPage,
  type SlotQuery,
  type Staff,
  type StaffCreate,
  type StaffSession,
  type StaffUpdate,
  type Task,
  type TaskUpdate,
  type WaitlistEntry,
  arriveAppointment,
  createRelatedPerson,
  createStaff,
  endOneStaffSession,
  endOtherStaffSessions,
  endPatientSessions,
  endStaffSessions,
  fulfilAppointment,
  getAppointment,
  getPatient,
  getStaffSession,
  getTask,
  getWaitlistEntry,
  inviteStaff,
  leaveWaitlist,
  listAppointments,
  listEvents,
  listLocations,
  listRelatedPersons,
  listStaff,
  listStaffSessions,
  listTasks,
  listWaitlistEntries,
  noShowAppointment,
  offerWaitlistTime,
  problemSchema,
  revokeRelatedPerson,
  searchPatients,
  searchSlots,
  signOutStaff,
  updateStaff,
  updateTask,
} from '@openprm/contract';
import type { Api } from './reference-server.ts';

/** What staff note about a visit. */
export const visitActions = {
  arrive: arriveAppointment,
  fulfil: fulfilAppointment,
  'no-show': noShowAppointment,
} as const;
export type VisitAction = keyof typeof visitActions;

/** Whether a string from an address names a {@link VisitAction}. */
export const isVisitAction = (value: string): value is VisitAction => Object.hasOwn(visitActions, value);

/** The API refused. Holds its problem's code and request id, and nothing that the caller sent. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly status: number;
  readonly code: string;
  /** Finds the request in the server's log. */
  readonly requestId: string | undefined;

  constructor(status: number, code: string, requestId: string | undefined) {
    super(`The API answered ${status} ${code}${requestId === undefined ? '' : ` (request ${requestId})`}.`);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }

  /** Whether it is done once who asks has shown the second factor. */
  get asksForProof(): boolean {
    return this.code === 'reauthentication-required';
  }

  /** Whether a page says why in its own words: not where signing in or a code is all that is needed, nor where the server cannot be reached. */
  get isToldByPage(): boolean {
    return this.status !== 401 && this.status < 500 && !this.asksForProof;
  }
}

/** The API as somebody of the staff may use it, called in this process with their session. */
export interface ClinicApi {
  /** Records of the lists that were read until now which cannot be read, each once. */
  readonly damaged: ReadonlySet<string>;
  /** Who is signed in. @throws ApiRefusal 401 when the session is over */
  session(): Promise<StaffSession>;
  /** Ends every session of who is signed in. @throws ApiRefusal */
  signOutEverywhere(): Promise<void>;
  /** Where who is signed in is so, the newest first. @throws ApiRefusal */
  sessions(): Promise<readonly OwnStaffSession[]>;
  /** Ends one of them. @throws ApiRefusal, for example `reauthentication-required` */
  endSession(id: string): Promise<void>;
  /** Ends all of them but this one. @throws ApiRefusal, for example `reauthentication-required` */
  endOtherSessions(): Promise<void>;
  /** Whom an exact search finds, the newest first; fifty at most, since more is no answer to who somebody is. @throws ApiRefusal */
  patients(search: PatientSearch): Promise<readonly FoundPatient[]>;
  /** One patient; undefined when there is none, or when they were erased. @throws ApiRefusal */
  patient(id: string): Promise<FoundPatient | undefined>;
  /** Who may act for a patient, those whose right is over included. @throws ApiRefusal */
  relatedPersons(patientId: string): Promise<readonly RelatedPerson[]>;
  /** @throws ApiRefusal */
  letAct(person: RelatedPersonCreate, idempotencyKey: string): Promise<void>;
  /** @throws ApiRefusal */
  endActing(id: string, reason: RelatedPersonReason, idempotencyKey: string): Promise<void>;
  /** Ends the sessions of a patient and of who acts for them. @throws ApiRefusal */
  signOutPatient(id: string, idempotencyKey: string): Promise<void>;
  /** Who waits now, in the order in which they joined. @throws ApiRefusal */
  waiting(): Promise<readonly WaitlistEntry[]>;
  /** One entry of the waitlist; undefined when there is none. @throws ApiRefusal */
  waitlistEntry(id: string): Promise<WaitlistEntry | undefined>;
  /** @throws ApiRefusal */
  endWaiting(id: string, idempotencyKey: string): Promise<void>;
  /** @throws ApiRefusal, for example `slot-unavailable` */
  offerTime(id: string, slotId: string, idempotencyKey: string): Promise<void>;
  /** The first two hundred free times. @throws ApiRefusal */
  freeTimes(query: SlotQuery): Promise<SlotPage>;
  /** What is to be done because of answers, by when it is due. @throws ApiRefusal */
  openTasks(): Promise<readonly Task[]>;
  /** The {@link mostClosedTasks} that were closed last, the last first. @throws ApiRefusal */
  closedTasks(): Promise<readonly Task[]>;
  /** One task; undefined when there is none. @throws ApiRefusal */
  task(id: string): Promise<Task | undefined>;
  /** @throws ApiRefusal, for example `version-conflict` */
  changeTask(id: string, changes: TaskUpdate): Promise<void>;
  /** Everybody of the staff, by name. @throws ApiRefusal */
  people(): Promise<readonly Staff[]>;
  /** @throws ApiRefusal, for example `already-exists` */
  invite(person: StaffCreate, idempotencyKey: string): Promise<void>;
  /** @throws ApiRefusal, for example `owner-required` */
  changePerson(id: string, changes: StaffUpdate): Promise<void>;
  /** A new invitation in place of password and second factor. @throws ApiRefusal */
  inviteAgain(id: string, idempotencyKey: string): Promise<void>;
  /** Ends every session of a person. @throws ApiRefusal */
  signOutPerson(id: string, idempotencyKey: string): Promise<void>;
  /** All places, by name. @throws ApiRefusal */
  locations(): Promise<readonly Location[]>;
  /** All appointments of a local date, by start. @throws ApiRefusal */
  appointments(day: {
    readonly date: string;
    readonly locationId?: string | undefined;
  }): Promise<readonly Appointment[]>;
  /** One appointment; undefined when there is none. @throws ApiRefusal */
  appointment(id: string): Promise<Appointment | undefined>;
  /** Where the feed of events stands: what is read afterwards is at least as new. @throws ApiRefusal */
  feedCursor(): Promise<string>;
  /** @throws ApiRefusal, for example `appointment-status-conflict` */
  note(action: VisitAction, appointmentId: string, idempotencyKey: string): Promise<void>;
}

/** Only a path and headers matter: nothing leaves the process. */
const base = 'http://localhost';
const pageSize = 200;

/** So many closed tasks are shown: each opens a patient's record, and there are ever more of them. */
export const mostClosedTasks = 50;

/**
 * Calls the API's fetch handler directly: no socket, the same rules as for any other caller.
 *
 * @param isPassive whether a page asks by itself, so that it keeps nobody signed in
 */
export function createClinicApi(
  api: Api,
  credential: string,
  { isPassive = false }: { readonly isPassive?: boolean } = {},
): ClinicApi {
  async function call<const E extends Endpoint>(
    row: E,
    input: EndpointInput<E>,
    idempotencyKey?: string,
  ): Promise<EndpointResponse<E>> {
    const {
      params = {},
      query = {},
      body,
    } = input as { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };
    const url = new URL(
      row.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '')),
      base,
    );
    for (const [name, value] of Object.entries(query))
      if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
    const headers = new Headers({ Authorization: `Bearer ${credential}` });
    if (isPassive) headers.set('Prm-Passive', 'true');
    if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey);
    if (body !== undefined) headers.set('Content-Type', 'application/json');
    const request = new Request(url, {
      method: row.method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const response = await api.fetch(request);
    if (!response.ok) throw await readRefusal(response);
    const answer = row.response === undefined ? undefined : row.response.parse(await response.json());
    for (const id of damagedIn(answer)) damaged.add(id);
    return answer as EndpointResponse<E>;
  }

  const damaged = new Set<string>();
  return {
    damaged,
    session: () => call(getStaffSession, {}),
    async signOutEverywhere() {
      await call(endStaffSessions, {});
    },
    sessions: () => everyPage((cursor) => call(listStaffSessions, { query: { cursor, limit: pageSize } })),
    async endSession(id) {
      await call(endOneStaffSession, { params: { id } });
    },
    async endOtherSessions() {
      await call(endOtherStaffSessions, {});
    },
    async patients(search) {
      // a search changes nothing and is remembered by nobody, so each has a key of its own
      const { data } = await call(searchPatients, { body: search }, crypto.randomUUID());
      return data;
    },
    patient: (id) => unlessMissing(call(getPatient, { params: { id } })),
    relatedPersons: (patientId) =>
      everyPage((cursor) => call(listRelatedPersons, { query: { patientId, cursor, limit: pageSize } })),
    async letAct(person, idempotencyKey) {
      await call(createRelatedPerson, { body: person }, idempotencyKey);
    },
    async endActing(id, reason, idempotencyKey) {
      await call(revokeRelatedPerson, { params: { id }, body: { reason } }, idempotencyKey);
    },
    async signOutPatient(id, idempotencyKey) {
      await call(endPatientSessions, { params: { id }, body: {} }, idempotencyKey);
    },
    waiting: () =>
      everyPage((cursor) => call(listWaitlistEntries, { query: { status: 'waitlist', cursor, limit: pageSize } })),
    waitlistEntry: (id) => unlessMissing(call(getWaitlistEntry, { params: { id } })),
    async endWaiting(id, idempotencyKey) {
      await call(leaveWaitlist, { params: { id }, body: {} }, idempotencyKey);
    },
    async offerTime(id, slotId, idempotencyKey) {
      await call(offerWaitlistTime, { params: { id }, body: { slotId } }, idempotencyKey);
    },
    freeTimes: (query) => call(searchSlots, { query: { ...query, limit: pageSize } }),
    openTasks: () => everyPage((cursor) => call(listTasks, { query: { status: 'open', cursor, limit: pageSize } })),
    async closedTasks() {
      const read = async (status: 'completed' | 'cancelled') =>
        (await call(listTasks, { query: { status, limit: mostClosedTasks } })).data;
      const closedAt = (task: Task) => Date.parse(task.closedAt ?? task.createdAt);
      return [...(await read('completed')), ...(await read('cancelled'))]
        .sort((a, b) => closedAt(b) - closedAt(a))
        .slice(0, mostClosedTasks);
    },
    task: (id) => unlessMissing(call(getTask, { params: { id } })),
    async changeTask(id, changes) {
      await call(updateTask, { params: { id }, body: changes });
    },
    async people() {
      const all = await everyPage((cursor) => call(listStaff, { query: { cursor, limit: pageSize } }));
      return all.sort((a, b) => a.name.localeCompare(b.name));
    },
    async invite(person, idempotencyKey) {
      await call(createStaff, { body: person }, idempotencyKey);
    },
    async changePerson(id, changes) {
      await call(updateStaff, { params: { id }, body: changes });
    },
    async inviteAgain(id, idempotencyKey) {
      await call(inviteStaff, { params: { id }, body: {} }, idempotencyKey);
    },
    async signOutPerson(id, idempotencyKey) {
      await call(signOutStaff, { params: { id }, body: {} }, idempotencyKey);
    },
    async locations() {
      const all = await everyPage((cursor) => call(listLocations, { query: { cursor, limit: pageSize } }));
      return all.sort((a, b) => a.name.localeCompare(b.name));
    },
    async appointments({ date, locationId }) {
      const all = await everyPage((cursor) =>
        call(listAppointments, { query: { cursor, limit: pageSize, date, locationId } }),
      );
      return all.sort((a, b) => Date.parse(a.start) - Date.parse(b.start) || a.id.localeCompare(b.id));
    },
    appointment: (id) => unlessMissing(call(getAppointment, { params: { id } })),
    async feedCursor() {
      return (await call(listEvents, { query: {} })).cursor;
    },
    async note(action, appointmentId, idempotencyKey) {
      await call(visitActions[action], { params: { id: appointmentId }, body: {} }, idempotencyKey);
    },
  };
}

/** The ids of what a list names as damaged. */
const damagedIn = (body: unknown): readonly string[] =>
  typeof body === 'object' && body !== null && 'damaged' in body
    ? ((body.damaged as Page<unknown>['damaged']) ?? []).map(({ id }) => id)
    : [];

/** What is not there is undefined, and so is what an id of another shape names. */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiRefusal && [404, 422].includes(error.status)) return undefined;
    throw error;
  }
}

/** The items of this page and of all that follow. */
async function everyPage<T>(
  next: (cursor: string | undefined) => Promise<{ data: readonly T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await next(cursor);
    items.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

async function readRefusal(response: Response): Promise<ApiRefusal> {
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
  return new ApiRefusal(response.status, problem.data?.code ?? 'unknown', problem.data?.requestId);
}
