import type { Attachment } from '@openprm/questionnaire';
import { toBase64 } from './file-content.ts';

/** What a file may have that goes inside a response, in bytes: the clinic's system takes 256 KiB of them. */
export const mostFileBytes = 150_000;

/** What is said of a file. A media type is said without its parameters, as the clinic's system takes it. */
export function aboutFile({
  type,
  name,
  size,
}: File): Attachment & { readonly contentType: string; readonly size: number } {
  const [media = ''] = type.split(';');
  const isMedia = /^[\w!#$&^.+-]{1,40}\/[\w!#$&^.+-]{1,59}$/.test(media);
  return { contentType: isMedia ? media : 'application/octet-stream', title: name, size };
}

/** A file as an answer. One that is too large has no content, and is never sent. */
export async function readAttachment(file: File): Promise<Attachment> {
  const about = aboutFile(file);
  return file.size > mostFileBytes ? about : { ...about, data: await toBase64(file) };
}
