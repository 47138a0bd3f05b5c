import { ExpressionError } from './expression-error.ts';

/** One piece of an expression. */
export interface Token {
  readonly kind: 'number' | 'string' | 'time' | 'name' | 'quoted' | 'variable' | 'symbol' | 'end';
  readonly text: string;
  /** Where it begins, in characters. */
  readonly at: number;
}

const rules: readonly (readonly [Token['kind'] | 'skip', RegExp])[] = [
  ['skip', /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)+/y],
  [
    'time',
    /@(?:T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?|\d{4}(?:-\d\d(?:-\d\d)?)?(?:T(?:\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?)?)?)/y,
  ],
  ['number', /\d+(?:\.\d+)?/y],
  ['string', /'(?:[^'\\]|\\[^])*'/y],
  ['quoted', /`(?:[^`\\]|\\[^])*`/y],
  ['variable', /%(?:[A-Za-z_][\w-]*|`(?:[^`\\]|\\[^])*`|'(?:[^'\\]|\\[^])*')/y],
  ['name', /\$?[A-Za-z_]\w*/y],
  ['symbol', /<=|>=|!=|!~|[-+*/&|<>=~.,()[\]{}]/y],
];

/** Cuts an expression into pieces. @throws ExpressionError where nothing fits */
export function readTokens(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    const found = rules.find(([, rule]) => {
      rule.lastIndex = at;
      return rule.test(expression);
    });
    if (!found) throw new ExpressionError(`Nothing of FHIRPath begins at character ${at + 1}.`);
    const [kind, rule] = found;
    const end = rule.lastIndex;
    if (kind !== 'skip') tokens.push({ kind, text: textOf(kind, expression.slice(at, end)), at });
    at = end;
  }
  return [...tokens, { kind: 'end', text: '', at }];
}

function textOf(kind: Token['kind'], raw: string): string {
  if (kind === 'string' || kind === 'quoted') return unescape(raw.slice(1, -1));
  if (kind === 'time') return raw.slice(1);
  if (kind !== 'variable') return raw;
  return /^%[`']/.test(raw) ? unescape(raw.slice(2, -1)) : raw.slice(1);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };

function unescape(text: string): string {
  return text.replace(/\\(?:u([\dA-Fa-f]{4})|([^]))/g, (_all, code?: string, character = '') =>
    code === undefined
      ? (escapes[String(character)] ?? String(character))
      : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
