/** The words of a count: one for each form that the language has (CLDR plural rules), and `other` for the rest. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/**
 * Chooses words by the plural rules of a language.
 *
 * @example
 * ```ts
 * const plural = pluralOf('en');
 * plural(2, { zero: 'no times', one: '1 time', other: '2 times' }); // '2 times'
 * ```
 */
export function pluralOf(language: string): (count: number, forms: PluralForms) => string {
  let rules: Intl.PluralRules | undefined;
  return (count, forms) => {
    // Every language may have words of its own for nothing, whether or not its grammar has a form for it.
    if (count === 0 && forms.zero !== undefined) return forms.zero;
    return forms[(rules ??= new Intl.PluralRules(language)).select(count)] ?? forms.other;
  };
}
