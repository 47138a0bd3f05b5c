/** A stretch of text, or of text that is an address. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/**
 * Finds the addresses in a plain text.
 *
 * @param ownOrigins only addresses of these origins become links; any other stays text, so that nobody is sent elsewhere from here
 */
export function splitLinks(text: string, ownOrigins: readonly string[]): readonly TextPart[] {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/).map((part): TextPart => {
    const url = URL.parse(part);
    return url !== null && ownOrigins.includes(url.origin)
      ? { kind: 'link', text: part, href: url.href }
      : { kind: 'text', text: part };
  });
}
