import type { HandlersOf } from '../../http/handlers.ts';
import { createResponseAttachment, getResponseAttachment, putResponseAttachment } from './service.ts';

/** Files that go with what was answered. */
export const responseAttachmentHandlers: HandlersOf<
  'createResponseAttachment' | 'putResponseAttachment' | 'getResponseAttachment'
> = {
  createResponseAttachment: (context, { params, body }) =>
    createResponseAttachment(context, params.id, body.attachment),
  putResponseAttachment: (context, { params, body }) => putResponseAttachment(context, params, body.data),
  getResponseAttachment: (context, { params }) => getResponseAttachment(context, params),
};
