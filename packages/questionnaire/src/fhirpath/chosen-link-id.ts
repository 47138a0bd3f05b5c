import type { Syntax } from './syntax.ts';

export const isLinkId = (syntax: Syntax): boolean =>
  syntax.kind === 'member' && syntax.name === 'linkId' && !syntax.input;

/** The linkId that a criterion of `where` chooses by, if it is no more than `linkId = '…'`: forms have little else. */
export function chosenLinkId(criterion: Syntax | undefined): string | undefined {
  if (criterion?.kind !== 'binary' || criterion.operator !== '=' || !isLinkId(criterion.left)) return undefined;
  const chosen = criterion.right.kind === 'literal' && criterion.right.values[0]?.value;
  return typeof chosen === 'string' ? chosen : undefined;
}
