import type { Endpoint, EndpointAnswer, listAuditEvents } from '@openprm/contract';
import { endpointRows } from '@openprm/contract/policies';
import type { Principal } from '../credential.ts';
import type { AccessDesk } from './access-desk.ts';
import type { Agenda } from './agenda.ts';
import type { SignInDesk } from './sign-in-desk.ts';

type AuditEvent = EndpointAnswer<typeof listAuditEvents>['data'][number];

/** An event before it is known who reads it. */
interface Noted {
  readonly event: AuditEvent;
  /** Who was signed in, if somebody was. */
  readonly person: string | null;
}

const actions = { GET: 'R', POST: 'U', PUT: 'U', PATCH: 'U', DELETE: 'D' } as const;

/** Who reached which patient, as the server's audit tells it: of the mocked clinic, what went over the wire. */
export class AccessLog {
  readonly #agenda: Agenda;
  readonly #signInDesk: SignInDesk;
  readonly #events: Noted[] = [];

  constructor(agenda: Agenda, signInDesk: SignInDesk) {
    this.#agenda = agenda;
    this.#signInDesk = signInDesk;
  }

  /** Notes a call that was answered, for each appointment and patient whose id its path or its answer names. */
  note(row: Endpoint, principal: Principal, request: unknown, answer: unknown): void {
    const policy = endpointRows.find(({ method, path }) => method === row.method && path === row.path);
    if (policy === undefined || policy.phi.length === 0) return;
    const text = JSON.stringify([request, answer]);
    const visits = [...this.#agenda.appointments.values()];
    const reached = visits.filter(({ id }) => text.includes(`"${id}"`));
    const before = this.#events.length;
    for (const { id, patient } of reached) this.#add(row, policy.name, principal, id, patient?.id ?? null);
    const patients = new Set(visits.map(({ patient }) => patient?.id ?? ''));
    for (const { patient } of reached) patients.delete(patient?.id ?? '');
    for (const id of patients) if (text.includes(`"${id}"`)) this.#add(row, policy.name, principal, id, id);
    // who reads their own log is not told of that
    if (principal.kind !== 'person' || policy.name !== 'listAuditEvents') this.#tell(this.#events.slice(before));
  }

  /** Tells whoever is signed in to a chart that somebody has reached it. */
  #tell(noted: readonly Noted[]): void {
    const newest = new Map(noted.map(({ event }) => [event.patientId, event.id]));
    for (const [patientId, resourceId] of newest)
      if (patientId !== null && this.#signInDesk.isAnybodyIn(patientId))
        this.#agenda.feed.add({ type: 'audit-event.recorded', resourceId, patientId });
  }

  /** The newest first: the clinic's, those about the signed-in person or whom they act for, or those of one appointment. */
  list(
    principal: Principal,
    { patientId }: { readonly patientId?: string | undefined },
    accessDesk: AccessDesk,
  ): AuditEvent[] {
    const { kind, credential } = principal;
    const isPerson = kind === 'person';
    // a prospect has no chart that anybody could have looked at
    const wanted = isPerson ? (this.#signInDesk.reachOf(principal).patientId ?? 'none') : patientId;
    const appointmentId = kind === 'patient' ? accessDesk.appointmentOf(credential) : undefined;
    const caller = isPerson ? this.#signInDesk.personOf(credential) : undefined;
    return this.#events
      .filter(({ event }) => wanted === undefined || event.patientId === wanted)
      .filter(({ event }) => appointmentId === undefined || event.resourceId === appointmentId)
      .map(({ event, person }) => ({ ...event, agent: { ...event.agent, isCaller: person === caller } }))
      .toReversed();
  }

  #add(row: Endpoint, operation: string, principal: Principal, resourceId: string, patientId: string | null): void {
    const { kind, credential, actingFor } = principal;
    this.#events.push({
      event: {
        id: `aud_mock${this.#events.length + 1}`,
        recorded: new Date(this.#agenda.now).toISOString(),
        action: row.creates === true ? 'C' : actions[row.method],
        operation,
        outcome: '0',
        agent: { kind, role: null, display: null, isCaller: false, isProxy: actingFor !== undefined },
        purpose: kind === 'secret' ? 'PATADMIN' : 'PATRQT',
        resourceId,
        patientId,
      },
      person: kind === 'person' ? this.#signInDesk.personOf(credential) : null,
    });
  }
}
