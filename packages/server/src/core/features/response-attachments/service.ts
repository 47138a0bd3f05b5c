import {
  type EndpointAnswer,
  type createResponseAttachment as createRow,
  type getResponseAttachment as getRow,
  mostAttachments,
} from '@openprm/contract';
import { fileCaps } from '@openprm/contract/policies';
import { fromBase64, toBase64 } from '../../files/base64.ts';
import { beginFile, findFile, finishFile, reserveFile } from '../../files/stored-files.ts';
import type { RequestContext } from '../../http/context.ts';
import { Problem, invalid, notFound } from '../../problem.ts';
import { found } from '../found.ts';
import { completedBefore } from '../questionnaire-responses/completed-before.ts';
import { findReadable } from '../questionnaire-responses/read-responses.ts';
import { type ResponseRow, lockResponse } from '../questionnaire-responses/response-repository.ts';
import { touchResponse } from '../questionnaire-responses/touch-response.ts';
import { compileForm } from '../surveys/compile-form.ts';
import { findSurveyWithForm } from '../surveys/survey-repository.ts';
import {
  findAttachment,
  insertAttachment,
  listAttachments,
  lockFilesOf,
  noteSentFile,
  readSentFiles,
} from './attachment-repository.ts';
import { attachmentUrl, namedAttachments } from './named-attachments.ts';
import { typeMacOf } from './type-mac.ts';

/** Which file of which response. */
interface Which {
  readonly id: string;
  readonly attachmentId: string;
}

/**
 * Makes room for a file, where the form asks for one.
 *
 * @throws Problem `not-found`; `response-completed`; `already-exists` for more than anybody sends; `rate-limited` for more than one patient sends in a day
 */
export async function createResponseAttachment(
  context: RequestContext,
  id: string,
  { contentType, size }: { readonly contentType: string; readonly size: number },
): Promise<EndpointAnswer<typeof createRow>> {
  const { row, patientId } = await lockOwn(context, id);
  if (row.status === 'completed') throw completedBefore();
  const survey = found('survey', await findSurveyWithForm(context, row.survey_id));
  const { items } = compileForm(survey.content, context.now);
  if (!items.some(({ type }) => type === 'attachment'))
    throw invalid('/params/id', 'must be of a form that asks for a file');
  const before = await listAttachments(context, id);
  if (before.length >= mostAttachments)
    throw new Problem('already-exists', { detail: `A response may have ${mostAttachments} files.` });
  await requireRoom(context, patientId, size);
  const newId = row.mode === 'named' ? context.newId : context.newTimelessId;
  const attachmentId = await reserveFile(context, newId, { patientId, bytes: size });
  await noteSentFile(context, { id: attachmentId, patientId, bytes: size });
  const typeMac = await typeMacOf(context, attachmentId, contentType);
  await insertAttachment(context, { id: attachmentId, responseId: id, typeMac });
  touchResponse(context, row);
  return { id: attachmentId, url: attachmentUrl(id, attachmentId) };
}

/** Holds a patient's files of a day against the most that one may send. @throws Problem `rate-limited` */
async function requireRoom(context: RequestContext, patientId: string, size: number): Promise<void> {
  await lockFilesOf(context, patientId);
  const { bytes, secondsLeft } = await readSentFiles(context, patientId, fileCaps.perSeconds);
  if (bytes + size <= fileCaps.bytesOfPatient) return;
  throw new Problem('rate-limited', {
    detail: 'Too much was sent today. Send fewer or smaller files, or the rest tomorrow.',
    retryAfterSeconds: Math.max(1, Math.ceil(secondsLeft)),
  });
}

/**
 * Puts a file's content where room was made for it. Also again: of whoever puts the same content twice, both are told that it is there.
 *
 * @throws Problem `not-found`; `response-completed`; `already-exists` where another content is, or was begun; `validation-failed`; `service-unavailable` while too many are
 * put at once
 * @throws FilesError
 */
export async function putResponseAttachment(
  context: RequestContext,
  { id, attachmentId }: Which,
  data: string,
): Promise<undefined> {
  const { row } = await lockOwn(context, id);
  const attachment = found('file', await findAttachment(context, id, attachmentId));
  const content = fromBase64(data);
  if (content?.length !== attachment.bytes) throw invalid('/body/data', 'must be base64 of as many bytes as were said');
  touchResponse(context, row);
  const file = await beginFile(context, attachmentId, content);
  if (file.is === 'stored') return undefined;
  if (file.is === 'other') {
    throw new Problem('already-exists', {
      detail: 'Another content was put there before. Make room for another file.',
    });
  }
  if (row.status === 'completed') throw completedBefore();
  await context.outside((files) => file.put(files));
  await finishFile(context, attachmentId);
  return undefined;
}

/**
 * Reads a file for whoever reads the answers: one that they name, no more than what was sent.
 *
 * @throws Problem `not-found`
 * @throws FilesError
 */
export async function getResponseAttachment(
  context: RequestContext,
  { id, attachmentId }: Which,
): Promise<EndpointAnswer<typeof getRow>> {
  const { response } = await findReadable(context, id);
  const url = attachmentUrl(id, attachmentId);
  const named = namedAttachments(response).find((each) => each.url === url);
  if (typeof named?.contentType !== 'string' || !(await findAttachment(context, id, attachmentId)))
    throw notFound('file');
  const file = found('file', await findFile(context, attachmentId));
  const content = await context.outside((files) => file.read(files));
  return {
    id: attachmentId,
    attachment: { contentType: named.contentType, size: content.length, data: toBase64(content) },
  };
}

/** Locks a response of whoever calls, so that of two calls the second sees what the first has done. An anonymous one is nobody's. */
async function lockOwn(
  context: RequestContext,
  id: string,
): Promise<{ readonly row: ResponseRow; readonly patientId: string }> {
  const row = found('questionnaire response', await lockResponse(context, id));
  const { patient_id: patientId } = row;
  if (patientId === null) throw notFound('questionnaire response');
  return { row, patientId };
}
