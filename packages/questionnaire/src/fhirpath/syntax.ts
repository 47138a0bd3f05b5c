import type { PathValue } from './path-value.ts';

/** An expression as a tree. */
export type Syntax =
  | { readonly kind: 'literal'; readonly values: readonly PathValue[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'special'; readonly name: '$this' | '$index' | '$total' }
  | { readonly kind: 'member'; readonly input?: Syntax; readonly name: string }
  | { readonly kind: 'call'; readonly input?: Syntax; readonly name: string; readonly parameters: readonly Syntax[] }
  | { readonly kind: 'at'; readonly input: Syntax; readonly index: Syntax }
  | { readonly kind: 'unary'; readonly sign: '+' | '-'; readonly operand: Syntax }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Syntax; readonly right: Syntax };
