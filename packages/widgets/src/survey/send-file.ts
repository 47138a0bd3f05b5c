import type { Attachment } from '@openprm/questionnaire';
import {
  apiErrorOf,
  type CallOptions,
  createLeanTransport,
  type ResponseAttachment,
  ResponseAttachments,
} from '@openprm/sdk';
import { hasCode } from './failure.ts';
import { toBase64 } from './file-content.ts';
import { aboutFile, mostFileBytes } from './read-attachment.ts';
import type { FileToSend, SurveyAccess } from './survey-api.ts';

/** Rooms that were made for files, so that another try fills the same one. */
const rooms = new WeakMap<File, ResponseAttachment>();

/** Sends a file by a link, see {@link sendThrough}. */
export function sendFile(
  { apiUrl, link }: Pick<SurveyAccess, 'apiUrl' | 'link'>,
  what: FileToSend,
  signal: AbortSignal,
): Promise<Attachment> {
  // Five megabytes take their time, and are not sent again unasked.
  const patient = { apiUrl, credential: link ?? '', timeoutMs: 180_000, retryBudgetMs: 0 };
  return sendThrough(new ResponseAttachments(createLeanTransport(patient, apiErrorOf)), what, { signal });
}

/**
 * Sends a file to go with a response, and gives the answer that names it. Where the clinic's system has no place for files, now or at all, a small one stands in the answer
 * itself: nobody is kept from going on by what they cannot mend.
 *
 * @throws {PrmError} when the clinic's system does not have it
 */
export async function sendThrough(
  files: ResponseAttachments,
  { responseId, file }: FileToSend,
  options: CallOptions,
): Promise<Attachment> {
  const about = aboutFile(file);
  const { contentType, size } = about;
  const data = await toBase64(file);
  try {
    const room = rooms.get(file) ?? (await files.create({ responseId, attachment: { contentType, size } }, options));
    rooms.set(file, room);
    await files.put({ responseId, id: room.id, data }, options);
    return { ...about, url: room.url };
  } catch (error) {
    // Room that nobody filled is given up after an hour.
    if (hasCode(error, 'not-found')) rooms.delete(file);
    if (hasCode(error, 'service-unavailable') && size <= mostFileBytes) return { ...about, data };
    throw error;
  }
}
