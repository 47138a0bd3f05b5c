import {
  type ResponseAttachment,
  type ResponseAttachmentCreate,
  type ResponseAttachmentPut,
  type ResponseAttachmentWhole,
  createResponseAttachment,
  getResponseAttachment,
  putResponseAttachment,
} from '@openprm/contract';
import type { CallOptions, Transport } from '../transport/transport.ts';

/**
 * Files that go with what was answered, up to 5 MiB each. Room is made, the content is put there, and the answer names it: `valueAttachment` with the `url` that was given, and the same
 * `contentType` and `size`.
 */
export class ResponseAttachments {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Makes room for a file of a response that is in progress, where its form asks for one. Its content follows within an hour.
   *
   * @throws {ConflictError} `response-completed`; `already-exists` for more files than anybody sends
   */
  create(
    { responseId, ...body }: ResponseAttachmentCreate & { readonly responseId: string },
    options?: CallOptions,
  ): Promise<ResponseAttachment> {
    return this.#transport.call(createResponseAttachment, { params: { id: responseId }, body }, options);
  }

  /**
   * Puts the content, in base64. The same one may be put again.
   *
   * @throws {ConflictError} `response-completed`; `already-exists` where another content is
   */
  put(
    { responseId, id, ...body }: ResponseAttachmentPut & { readonly responseId: string; readonly id: string },
    options?: CallOptions,
  ): Promise<void> {
    return this.#transport.call(putResponseAttachment, { params: { id: responseId, attachmentId: id }, body }, options);
  }

  /** Reads a file that an answer names. Needs a secret key. It is what somebody sent: show it with care. */
  get(
    { responseId, id }: { readonly responseId: string; readonly id: string },
    options?: CallOptions,
  ): Promise<ResponseAttachmentWhole> {
    return this.#transport.call(getResponseAttachment, { params: { id: responseId, attachmentId: id } }, options);
  }
}
