import type { FhirResource, ProblemIssue } from '@openprm/contract';
import { doomFile } from '../../files/stored-files.ts';
import type { RequestContext, TenantScope } from '../../http/context.ts';
import { isSameSecret, toBase64Url } from '../../keys/secrets.ts';
import { Problem } from '../../problem.ts';
import { type AttachmentRow, listAttachments } from './attachment-repository.ts';
import { attachmentUrl, type NamedAttachment, namedAttachments } from './named-attachments.ts';
import { typeMacOf } from './type-mac.ts';

/**
 * Looks over whether what a response says of its files is so: each is its own, whole, and has the type and the size that the form's limits are held against.
 *
 * @throws Problem `validation-failed`
 */
export async function checkAttachments(
  context: RequestContext,
  responseId: string,
  response: FhirResource,
): Promise<void> {
  const named = namedAttachments(response);
  if (named.length === 0) return;
  const rows = await listAttachments(context, responseId);
  const kept = new Map(rows.map((row) => [attachmentUrl(responseId, row.id), row]));
  const found = await Promise.all(named.map((each) => issueOf(context, each, kept.get(each.url))));
  const issues = found.flatMap((issue) => issue ?? []);
  const [first] = issues;
  if (first !== undefined) throw new Problem('validation-failed', { detail: `${first.path} ${first.message}`, issues });
}

async function issueOf(
  context: RequestContext,
  { pointer, contentType, size }: NamedAttachment,
  row: AttachmentRow | undefined,
): Promise<ProblemIssue | null> {
  const path = `/body/response${pointer}`;
  if (row?.status !== 'stored')
    return { path: `${path}/url`, code: 'no-such-attachment', message: 'names no file that was put for this response' };
  const isSaid =
    typeof contentType === 'string' &&
    (row.content_type_mac === null ||
      isSameSecret(toBase64Url(row.content_type_mac), toBase64Url(await typeMacOf(context, row.id, contentType))));
  if (!isSaid) return { path: `${path}/contentType`, code: 'custom', message: 'must be what the file was said to be' };
  if (row.bytes !== size) return { path: `${path}/size`, code: 'custom', message: 'must be the bytes of the file' };
  return null;
}

/** Deletes the files of a response that it does not name now that it is complete. */
export async function dropUnnamed(
  { tx, tenantId }: TenantScope,
  responseId: string,
  response: FhirResource,
): Promise<void> {
  const named = new Set(namedAttachments(response).map(({ url }) => url));
  const rows = await listAttachments({ tx, tenantId }, responseId);
  for (const { id } of rows) if (!named.has(attachmentUrl(responseId, id))) await doomFile({ tx, tenantId }, id);
}
