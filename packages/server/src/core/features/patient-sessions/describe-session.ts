import type { EndpointAnswer, getCurrentSession } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { asksWho } from '../persons/asks-who.ts';
import { findChart, readChart } from '../persons/charts.ts';
import { readPersonEmail } from '../persons/person-repository.ts';
import { listRights } from '../related-persons/right-to-act.ts';
import { describeSealing } from '../sealed-items/sealing-key.ts';
import { sessionEnded } from './live-person.ts';
import { findLiveSession, idleMinutes } from './session-repository.ts';

/** A live session as its person reads it. @throws Problem `session-ended` */
export async function describeSession(
  context: RequestContext,
  sessionId: string,
): Promise<EndpointAnswer<typeof getCurrentSession>> {
  const session = await findLiveSession(context, sessionId);
  if (session === undefined) throw sessionEnded();
  const chart = session.patient_id === null ? undefined : await findChart(context, session.patient_id);
  // whomever the request acts for: their own chart is reached by no right, and each other one by its own
  if (chart !== undefined) context.touches(chart.patient.id, chart.patient.id, null);
  const rights = session.identity_index === null ? [] : await listRights(context, session.identity_index);
  const actsFor = [];
  for (const right of rights) {
    const proxied = await readChart(context, right.patient_id);
    if (proxied === undefined) continue;
    context.touches(proxied.id, proxied.id, right.id);
    actsFor.push({
      relatedPersonId: right.id,
      patientId: proxied.id,
      given: proxied.given,
      family: proxied.family,
      relationship: right.relationship,
      mayChange: right.may_change,
      end: right.end_date,
    });
  }
  return {
    id: session.id,
    email: await readPersonEmail(context, session.person_id),
    patient: chart?.patient ?? null,
    asksWho: chart === undefined || (await asksWho(context, session, chart)),
    actsFor,
    startedAt: session.created_at.toISOString(),
    expiresAt: session.expires_at.toISOString(),
    idleMinutes,
    sealing: await describeSealing(context, session.person_id),
  };
}
