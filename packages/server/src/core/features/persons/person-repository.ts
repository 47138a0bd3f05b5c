import type { RequestContext, TenantScope } from '../../http/context.ts';
import { type KeyScope, createPatientKey, destroyPatientKey, requirePatientKey } from '../../keys/patient-keys.ts';
import { type Contact, contactIndex } from './contact.ts';

/** What a person's row holds sealed, under a key of the person's own: when they are erased it goes, as a patient's does. */
interface PersonContact {
  /** The verified address; null where a portal or a link vouched without one. */
  readonly email: string | null;
}

/** Which row an address is sealed for. */
export const personIdentity = (personId: string) => `person/${personId}`;

/** The person of a contact, who is added when they come for the first time. Of two who come at once there is one row. */
export async function findOrAddPerson(context: RequestContext, contact: Contact): Promise<string> {
  const index = await contactIndex(context.keys, context.tenantId, contact);
  const content: PersonContact = { email: contact.kind === 'email' ? contact.email : null };
  const known = await findPerson(context, index);
  if (known !== undefined) {
    // a restored backup has people back whose keys were destroyed; whoever shows the contact again is that person
    if (known.wrapped === null) await sealAnew(context, known.id, content);
    return known.id;
  }
  const id = context.newId('per');
  const seal = await createPatientKey(context, id);
  const { numInsertedOrUpdatedRows } = await context.tx
    .insertInto('person')
    .values({
      tenant_id: context.tenantId,
      id,
      contact_index: index,
      sealed: await seal.seal(personIdentity(id), JSON.stringify(content)),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'contact_index']).doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 0n) return id;
  await destroyPatientKey(context, id);
  const other = await findPerson(context, index);
  if (other === undefined) throw new Error('A person who was added by another request is gone.');
  return other.id;
}

const findPerson = ({ tx, tenantId }: TenantScope, index: Uint8Array) =>
  tx
    .selectFrom('person')
    .leftJoin('openprm_keys.patient_key as key', (on) =>
      on.onRef('key.tenant_id', '=', 'person.tenant_id').onRef('key.patient_id', '=', 'person.id'),
    )
    .select(['person.id', 'key.wrapped'])
    .where('person.tenant_id', '=', tenantId)
    .where('person.contact_index', '=', index)
    .executeTakeFirst();

async function sealAnew(context: RequestContext, id: string, content: PersonContact): Promise<void> {
  const seal = await createPatientKey(context, id);
  await context.tx
    .updateTable('person')
    .set({ sealed: await seal.seal(personIdentity(id), JSON.stringify(content)) })
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
}

/** What a person is found again by. */
export async function readPersonContact({ tx, tenantId }: TenantScope, personId: string): Promise<Uint8Array> {
  const { contact_index: index } = await tx
    .selectFrom('person')
    .select('contact_index')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  return index;
}

/** The verified address of a person, or null. */
export async function readPersonEmail(context: RequestContext, personId: string): Promise<string | null> {
  const { sealed } = await context.tx
    .selectFrom('person')
    .select('sealed')
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const seal = await requirePatientKey(context, personId);
  const content = new TextDecoder().decode(await seal.open(personIdentity(personId), sealed));
  return (JSON.parse(content) as PersonContact).email;
}

/** Removes people with their keys and sessions: nothing opens their addresses any more, in no backup either. */
export async function forgetPersons(
  { tx, tenantId }: Pick<KeyScope, 'tx' | 'tenantId'>,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .deleteFrom('patient_session')
    .where('tenant_id', '=', tenantId)
    .where('person_id', 'in', personIds)
    .execute();
  await tx.deleteFrom('person').where('tenant_id', '=', tenantId).where('id', 'in', personIds).execute();
  for (const id of personIds) await destroyPatientKey({ tx, tenantId }, id);
}
