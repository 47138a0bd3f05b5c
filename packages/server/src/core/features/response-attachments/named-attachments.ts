import type { FhirResource } from '@openprm/contract';

/** An attachment of an answer whose address is one of ours. */
export interface NamedAttachment {
  /** Where it stands in the response. */
  readonly pointer: string;
  readonly url: string;
  readonly contentType: unknown;
  readonly size: unknown;
}

const folder = '/v1/questionnaire-responses/';

/** The address of a response's file, below that of the API. */
export const attachmentUrl = (responseId: string, id: string): string => `${folder}${responseId}/attachments/${id}`;

/** The files that a response names as ours, wherever they stand in it. Other addresses are what somebody wrote, and stay. */
export function namedAttachments(response: FhirResource): readonly NamedAttachment[] {
  const found: NamedAttachment[] = [];
  const look = (value: unknown, pointer: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('url' in value && typeof value.url === 'string' && value.url.startsWith(folder)) {
      const { contentType, size } = value as { readonly contentType?: unknown; readonly size?: unknown };
      found.push({ pointer, url: value.url, contentType, size });
    }
    for (const [name, inner] of Object.entries(value)) look(inner, `${pointer}/${name}`);
  };
  look(response['item'], '/item');
  return found;
}
