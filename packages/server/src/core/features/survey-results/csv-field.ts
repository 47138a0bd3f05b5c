/**
 * Where a cell can begin to be read as a formula: at the beginning of a text, and after what a spreadsheet may take for the end of a cell or of a row. In many countries that is a
 * semicolon, quotes or not, since a quote inside of a cell closes nothing there. Blanks, quotes and signs that nobody sees may stand before the formula, and its first
 * sign may be a wide one, as East Asian keyboards write it.
 */
const formula = /(?<=^|[;\t\r\n\v\f\u0085\u2028\u2029])(?=[\s"\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫−])/gu;

/**
 * A value as a cell of CSV (RFC 4180), which is a text to every spreadsheet: an apostrophe stands before whatever one could take for a formula.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvField(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = value.replaceAll(formula, "'");
  return /[",;\p{Cc}\p{Cf}]|[^\S ]|^ | $/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
