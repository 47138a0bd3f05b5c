/**
 * What somebody typed with the digits of their keyboard, with the digits that the API reads: Arabic-Indic (U+0660 to U+0669), Persian (U+06F0
 * to U+06F9) and those of full width (U+FF10 to U+FF19) become 0 to 9. Marks of direction, which come along when a date or a number is pasted, are left out.
 */
export const withAsciiDigits = (text: string): string =>
  text
    .replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
