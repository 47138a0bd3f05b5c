import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { id, whole } from './primitives.ts';

/** How large a file may be that goes with a response, in bytes. */
export const attachmentBytes = 5 * 1024 * 1024;

/** How many files one response may have, with those that were put in place of others. */
export const mostAttachments = 20;

const contentType = z
  .string()
  .check(
    z.regex(/^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,60}$/, 'must be a media type, such as image/jpeg'),
    z.maxLength(100),
  );

/** A file that is going to be sent: its media type, and how many bytes it has (FHIR Attachment). */
export const responseAttachmentCreateSchema = z.strictObject({
  attachment: z.strictObject({ contentType, size: whole(1, attachmentBytes) }),
});
export type ResponseAttachmentCreate = z.input<typeof responseAttachmentCreateSchema>;

/** Where a file goes. */
export const responseAttachmentSchema = z.object({
  id: z.string(),
  /** For `valueAttachment.url` of the answer: an address below that of the API, at which whoever reads the answers reads the file. */
  url: z.string(),
});
export type ResponseAttachment = z.output<typeof responseAttachmentSchema>;

/** A file's content in base64 (RFC 4648, section 4). */
export const responseAttachmentPutSchema = z.strictObject({
  data: z
    .string()
    .check(
      z.minLength(4),
      z.maxLength(Math.ceil(attachmentBytes / 3) * 4),
      z.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64'),
    ),
});
export type ResponseAttachmentPut = z.input<typeof responseAttachmentPutSchema>;

/** A file as whoever reads the answers gets it (FHIR Attachment). Look at it with care: it is what somebody sent. */
export const responseAttachmentWholeSchema = z.object({
  id: z.string(),
  attachment: z.object({ contentType: z.string(), size: z.number(), data: z.string() }),
});
export type ResponseAttachmentWhole = z.output<typeof responseAttachmentWholeSchema>;

const params = z.strictObject({ id: id('qrs'), attachmentId: id('fil') });

/**
 * Makes room for a file of a response that is in progress; its content is put there by a second call. A file that no complete response names is deleted when it is complete, and one whose
 * content is not there within an hour.
 */
export const createResponseAttachment = endpoint({
  method: 'POST',
  path: '/v1/questionnaire-responses/{id}/attachments',
  params: z.strictObject({ id: id('qrs') }),
  body: responseAttachmentCreateSchema,
  response: responseAttachmentSchema,
  creates: true,
});
/** Puts a file's content where room was made for it, once; the same content may be put again. */
export const putResponseAttachment = endpoint({
  method: 'PUT',
  path: '/v1/questionnaire-responses/{id}/attachments/{attachmentId}',
  params,
  body: responseAttachmentPutSchema,
});
/** Reads a file of a response that may be read. */
export const getResponseAttachment = endpoint({
  method: 'GET',
  path: '/v1/questionnaire-responses/{id}/attachments/{attachmentId}',
  params,
  response: responseAttachmentWholeSchema,
});
