import type { RequestContext, TenantScope } from '../../http/context.ts';
import type { Principal } from '../../http/principal.ts';
import { readPersonEmail } from './person-repository.ts';

/**
 * Whether it is certain that the address to which a principal has mail sent is the patient's: who acts for the clinic vouches for it, and a mailed link was read there. A
 * session has shown it if it began with an address, as no booking of it can name another; or if the clinic has said whose chart it is, or for whom it acts. Everybody else
 * may have typed another's.
 */
export async function hasShownAddress(context: RequestContext): Promise<boolean> {
  const { principal } = context;
  switch (principal.kind) {
    case 'publishable':
      return false;
    case 'patient':
      return (
        principal.isByLink || (principal.by !== undefined && (await hasSessionShownAddress(context, principal.by)))
      );
    case 'person':
      return hasSessionShownAddress(context, { ...principal, actingFor: principal.actingFor?.patientId });
    case 'secret':
    case 'staff':
    case 'link':
    case 'handle':
    case 'sign-in-link':
    case 'waitlist-link':
    case 'survey-link':
      return true;
  }
}

type Booker = NonNullable<(Principal & { kind: 'patient' })['by']>;

async function hasSessionShownAddress(
  context: RequestContext,
  { sessionId, personId, actingFor }: Pick<Booker, 'sessionId' | 'personId' | 'actingFor'>,
): Promise<boolean> {
  if (actingFor !== undefined || (await readPersonEmail(context, personId)) !== null) return true;
  return isLinked(context, sessionId);
}

const isLinked = async ({ tx, tenantId }: TenantScope, sessionId: string): Promise<boolean> =>
  (await tx
    .selectFrom('patient_session')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sessionId)
    .where('patient_id', 'is not', null)
    .select('id')
    .executeTakeFirst()) !== undefined;
