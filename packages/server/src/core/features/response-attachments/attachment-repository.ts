import { fileCaps } from '@openprm/contract/policies';
import { sql } from 'kysely';
import type { Database } from '../../ports.ts';
import type { TenantScope } from '../../http/context.ts';

/** A file of a response that is there, or may be. */
const attachments = ({ tx, tenantId }: TenantScope, responseId: string) =>
  tx
    .selectFrom('response_attachment as attachment')
    .innerJoin('stored_file as file', (on) =>
      on.onRef('file.tenant_id', '=', 'attachment.tenant_id').onRef('file.id', '=', 'attachment.id'),
    )
    .where('attachment.tenant_id', '=', tenantId)
    .where('attachment.questionnaire_response_id', '=', responseId)
    .where('file.status', '<>', 'doomed')
    .select(['attachment.id', 'attachment.content_type_mac', 'file.bytes', 'file.status']);

/** A file of a response: whether its content is there, `status` says. */
export type AttachmentRow = Awaited<ReturnType<typeof listAttachments>>[number];

/** Reads which files a response has, with those whose content is still to come. */
export const listAttachments = (scope: TenantScope, responseId: string) => attachments(scope, responseId).execute();

/** Reads one of them, or undefined. */
export const findAttachment = (
  scope: TenantScope,
  responseId: string,
  id: string,
): Promise<AttachmentRow | undefined> =>
  attachments(scope, responseId).where('attachment.id', '=', id).executeTakeFirst();

/** Notes that a file goes with a response. */
export async function insertAttachment(
  { tx, tenantId }: TenantScope,
  { id, responseId, typeMac }: { readonly id: string; readonly responseId: string; readonly typeMac: Uint8Array },
): Promise<void> {
  await tx
    .insertInto('response_attachment')
    .values({ tenant_id: tenantId, id, questionnaire_response_id: responseId, content_type_mac: typeMac })
    .execute();
}

/** Locks what a patient sends, so that of two files at once the second sees the first. */
export async function lockFilesOf({ tx, tenantId }: TenantScope, patientId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`files ${tenantId} ${patientId}`}, 0))`.execute(tx);
}

/** Notes how much a patient sends, which counts for a day also where the file is removed. */
export async function noteSentFile(
  { tx, tenantId }: TenantScope,
  file: { readonly id: string; readonly patientId: string; readonly bytes: number },
): Promise<void> {
  await tx
    .insertInto('sent_file')
    .values({ tenant_id: tenantId, id: file.id, patient_id: file.patientId, bytes: file.bytes })
    .execute();
}

/** Forgets, in all tenants, what was sent so long ago that it counts no more. */
export async function forgetSentFiles(database: Database): Promise<void> {
  await sql`delete from sent_file where sent_at <= now() - make_interval(secs => ${fileCaps.perSeconds})`.execute(
    database,
  );
}

/** How many bytes of files a patient has said they send, also those that were removed since; and in how long the first of them counts no more. */
export async function readSentFiles({ tx, tenantId }: TenantScope, patientId: string, seconds: number) {
  const { rows } = await sql<{ bytes: number; secondsLeft: number }>`
    select coalesce(sum(bytes), 0)::float8 as bytes,
      coalesce(extract(epoch from min(sent_at) + make_interval(secs => ${seconds}) - now()), 0)::float8 as "secondsLeft"
    from sent_file
    where tenant_id = ${tenantId} and patient_id = ${patientId} and sent_at > now() - make_interval(secs => ${seconds})`.execute(
    tx,
  );
  return rows[0] ?? { bytes: 0, secondsLeft: 0 };
}

/** How long files wait for a response to be sent, once no link to it is open. */
const waitingDays = 30;

/** Deletes the files of responses, in all tenants, that were begun and will hardly be sent: the sweep of files removes them. */
export async function doomUnsentFiles(database: Database): Promise<void> {
  await sql`
    update stored_file set status = 'doomed'
    from response_attachment as attachment join questionnaire_response as response
      on response.tenant_id = attachment.tenant_id and response.id = attachment.questionnaire_response_id
    where attachment.tenant_id = stored_file.tenant_id and attachment.id = stored_file.id and stored_file.status = 'stored'
      and response.status = 'in-progress' and stored_file.created_at < now() - make_interval(days => ${waitingDays})
      and not exists (select from survey_invitation as invitation
        where invitation.tenant_id = response.tenant_id and invitation.id = response.invitation_id and invitation.expires_at > now())`.execute(
    database,
  );
}
