import type { RequestContext } from '../../http/context.ts';

/** By what a file's row knows its media type again. The type itself is a text that somebody sent: it stands in their answer, sealed, and nowhere else. */
export const typeMacOf = (
  { tenantId, keys }: Pick<RequestContext, 'tenantId' | 'keys'>,
  attachmentId: string,
  contentType: string,
): Promise<Uint8Array<ArrayBuffer>> => keys.mac(tenantId, 'attachment', JSON.stringify([attachmentId, contentType]));
