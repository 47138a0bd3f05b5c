import type {
  EndpointAnswer,
  createSession,
  getPortal as getPortalRow,
  portalPutSchema,
  sessionFromAssertionSchema,
} from '@openprm/contract';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { Problem, invalid, notFound } from '../../problem.ts';
import type { KnownChart } from '../patient-sessions/session-repository.ts';
import { startSession } from '../patient-sessions/start-session.ts';
import { readChart } from '../persons/charts.ts';
import { identityIndex, normalizeEmail } from '../persons/contact.ts';
import { matchChart } from '../persons/match-chart.ts';
import { findOrAddPerson } from '../persons/person-repository.ts';
import { type PortalClaims, verifyAssertion } from './portal-assertion.ts';

type PortalAnswer = EndpointAnswer<typeof getPortalRow>;

const findPortal = ({ tx, tenantId }: RequestContext) =>
  tx.selectFrom('portal').select(['issuer', 'jwks']).where('tenant_id', '=', tenantId).executeTakeFirst();

/** What an assertion must be for: this clinic and no other, even where two clinics have one portal. */
const audienceOf = ({ tenantId }: RequestContext) => `urn:openprm:${tenantId}`;

/** @throws Problem `not-found` */
export async function getPortal(context: RequestContext): Promise<PortalAnswer> {
  const portal = await findPortal(context);
  if (portal === undefined) throw notFound('portal');
  return { issuer: portal.issuer, audience: audienceOf(context), keyIds: portal.jwks.keys.map(({ kid }) => kid) };
}

/** Registers the portal, or replaces issuer and keys. */
export async function putPortal(
  context: RequestContext,
  { issuer, jwks }: z.output<typeof portalPutSchema>,
): Promise<PortalAnswer> {
  const { tx, tenantId } = context;
  if (new Set(jwks.keys.map(({ kid }) => kid)).size < jwks.keys.length)
    throw invalid('/body/jwks/keys', 'must have a kid of its own for each key');
  const row = { issuer, jwks: JSON.stringify(jwks) };
  await tx
    .insertInto('portal')
    .values({ tenant_id: tenantId, ...row })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(row))
    .execute();
  return getPortal(context);
}

/** Takes no more assertions. Sessions that have begun go on. */
export async function deletePortal({ tx, tenantId }: RequestContext): Promise<undefined> {
  await tx.deleteFrom('portal').where('tenant_id', '=', tenantId).execute();
}

/**
 * Begins a session for who is signed in at the clinic's portal.
 *
 * @throws Problem `sign-in-refused` with the reason, also for an assertion that comes again
 */
export async function createSessionFromAssertion(
  context: RequestContext,
  { assertion, key }: z.output<typeof sessionFromAssertionSchema>,
): Promise<EndpointAnswer<typeof createSession>> {
  const { keys, tenantId } = context;
  const portal = await findPortal(context);
  if (portal === undefined)
    throw new Problem('sign-in-refused', { detail: 'This clinic has registered no portal: see PUT /v1/portal.' });
  const claims = await verifyAssertion(assertion, { ...portal, audience: audienceOf(context) }, context.now);
  await useOnce(context, claims);
  const { email, birthDate, issuer, subject } = claims;
  const personId = await findOrAddPerson(
    context,
    email === null ? { kind: 'portal', issuer, subject } : { kind: 'email', email: normalizeEmail(email) },
  );
  context.touches(personId);
  const index = email === null || birthDate === null ? null : await identityIndex(keys, tenantId, email, birthDate);
  const chart = await chartOf(context, claims, index);
  return startSession(context, { personId, identityIndex: index, chart, road: 'portal' }, key);
}

/** The chart that the portal names, which must be there; or the one that fits what it vouches for. */
async function chartOf(
  context: RequestContext,
  { patientId, email, birthDate }: PortalClaims,
  index: Uint8Array | null,
): Promise<KnownChart | null> {
  if (patientId !== null) {
    if ((await readChart(context, patientId)) !== undefined) return { patientId, isSaid: false };
    throw new Problem('sign-in-refused', {
      detail: 'The assertion was refused. Its "patient_id" is no patient of this clinic.',
    });
  }
  if (email === null || birthDate === null || index === null) return null;
  return matchChart(context, { email, birthDate, identityIndex: index });
}

/** An assertion is good once: the row's key decides between two that come at once. */
async function useOnce({ tx, tenantId, keys }: RequestContext, { issuer, jti, expires }: PortalClaims): Promise<void> {
  const first = await tx
    .insertInto('portal_assertion')
    .values({
      tenant_id: tenantId,
      jti_index: await keys.mac(tenantId, 'person', `portal-assertion/${JSON.stringify([issuer, jti])}`),
      // a day longer than it could be shown: clocks may differ
      expires_at: new Date((expires + 86_400) * 1000),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'jti_index']).doNothing())
    .returning('jti_index')
    .executeTakeFirst();
  if (first === undefined)
    throw new Problem('sign-in-refused', { detail: 'The assertion was refused. Its "jti" was used before.' });
}
