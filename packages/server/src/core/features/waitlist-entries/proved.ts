import type { RequestContext, TenantScope } from '../../http/context.ts';
import { readPersonEmail } from '../persons/person-repository.ts';

/**
 * Whether who joins acts for the clinic or has shown that the address is theirs: by a code or a link that was mailed to it. Anybody else may have typed another's
 * address or name; what they cause is counted apart, so that it takes nothing from its owner.
 */
export async function isProved(context: RequestContext): Promise<boolean> {
  const { principal } = context;
  switch (principal.kind) {
    case 'secret':
    case 'staff':
    case 'link':
    case 'waitlist-link':
    case 'survey-link':
      return true;
    case 'person':
      return (await readPersonEmail(context, principal.personId)) !== null;
    case 'patient':
      if (principal.isByLink) return true;
      return principal.by !== undefined && (await readPersonEmail(context, principal.by.personId)) !== null;
    case 'publishable':
    case 'handle':
    case 'sign-in-link':
      return false;
  }
}

/** Writes down that who waits has shown that the address is theirs. */
export async function noteProved({ tx, tenantId }: TenantScope, entryId: string): Promise<void> {
  await tx
    .updateTable('waitlist_entry')
    .set({ is_proved: true, visitor: null })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', entryId)
    .where('status', '=', 'waitlist')
    .where('is_proved', '=', false)
    .execute();
}
