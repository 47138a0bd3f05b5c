import { ExpressionError } from './expression-error.ts';
import { calendarUnits } from './calendar-units.ts';
import type { PathValue } from './path-value.ts';
import type { Syntax } from './syntax.ts';
import { readTokens, type Token } from './tokens.ts';

/** How strongly operators bind, by the table of https://hl7.org/fhirpath/N1/#operator-precedence. */
const strengths: Readonly<Record<string, number>> = {
  implies: 1,
  or: 2,
  xor: 2,
  and: 3,
  in: 4,
  contains: 4,
  '=': 5,
  '~': 5,
  '!=': 5,
  '!~': 5,
  '<': 6,
  '>': 6,
  '<=': 6,
  '>=': 6,
  '|': 7,
  is: 8,
  as: 8,
  '+': 9,
  '-': 9,
  '&': 9,
  '*': 10,
  '/': 10,
  div: 10,
  mod: 10,
};
const unaryStrength = 11;
const deepest = 100;
/** Operators, steps and calls of one expression. The longest published ones have some hundred. */
const mostParts = 1000;

/** Reads an expression. @throws ExpressionError with the place of what does not fit */
export function parse(expression: string): Syntax {
  const tokens = readTokens(expression);
  let position = 0;
  let depth = 0;
  let parts = 0;

  const token = (): Token => tokens[position] ?? { kind: 'end', text: '', at: expression.length };
  const is = (text: string) => (token().kind === 'symbol' || token().kind === 'name') && token().text === text;
  const countPart = () => {
    if (++parts > mostParts) throw new ExpressionError(`The expression has over ${mostParts} parts.`);
  };
  const fail = (): never => {
    const { kind, at } = token();
    throw new ExpressionError(
      kind === 'end' ? 'The expression ends too soon.' : `Nothing fits at character ${at + 1}.`,
    );
  };
  const skip = (text: string) => (is(text) ? position++ : fail());

  const readOperation = (least: number): Syntax => {
    if (++depth > deepest) throw new ExpressionError('The expression is too deep.');
    let left = readUnary();
    for (;;) {
      const { kind, text } = token();
      const strength = kind === 'symbol' || kind === 'name' ? strengths[text] : undefined;
      if (strength === undefined || !Object.hasOwn(strengths, text) || strength < least) break;
      position++;
      countPart();
      if (text === 'is' || text === 'as')
        left = { kind: 'call', name: text, input: left, parameters: [{ kind: 'member', name: readTypeName() }] };
      else left = { kind: 'binary', operator: text, left, right: readOperation(strength + 1) };
    }
    depth--;
    return left;
  };

  const readUnary = (): Syntax => {
    const { kind, text } = token();
    if (kind !== 'symbol' || (text !== '-' && text !== '+')) return readPath();
    position++;
    return { kind: 'unary', sign: text, operand: readOperation(unaryStrength) };
  };

  const readPath = (): Syntax => {
    let input = readTerm();
    for (;;) {
      countPart();
      if (is('.')) {
        position++;
        input = readInvocation(input);
      } else if (is('[')) {
        position++;
        const index = readOperation(0);
        skip(']');
        input = { kind: 'at', input, index };
      } else return input;
    }
  };

  const readInvocation = (input?: Syntax): Syntax => {
    const { kind, text } = token();
    if (kind !== 'name' && kind !== 'quoted') return fail();
    position++;
    if (text === '$this' || text === '$index' || text === '$total') return { kind: 'special', name: text };
    if (kind === 'quoted' || !is('(')) return { kind: 'member', ...(input && { input }), name: text };
    position++;
    const parameters: Syntax[] = [];
    while (!is(')')) {
      if (parameters.length > 0) skip(',');
      parameters.push(readOperation(0));
    }
    position++;
    return { kind: 'call', ...(input && { input }), name: text, parameters };
  };

  const readTerm = (): Syntax => {
    const { kind, text } = token();
    if (kind === 'name' || kind === 'quoted') {
      if (kind === 'name' && (text === 'true' || text === 'false')) {
        position++;
        return literal({ type: 'boolean', value: text === 'true' });
      }
      return readInvocation();
    }
    if (kind === 'end') return fail();
    position++;
    switch (kind) {
      case 'string':
        return literal({ type: 'string', value: text });
      case 'number':
        return readNumber(text);
      case 'time':
        return literal(timeLiteral(text));
      case 'variable':
        return { kind: 'variable', name: text };
      case 'symbol':
        if (text === '(') {
          const inner = readOperation(0);
          skip(')');
          return inner;
        }
        if (text === '{' && is('}')) {
          position++;
          return { kind: 'literal', values: [] };
        }
    }
    position--;
    return fail();
  };

  /** With a unit in quotes, or a word of the calendar, it is a quantity. */
  const readNumber = (text: string): Syntax => {
    const next = token();
    const isUnit = next.kind === 'string' || (next.kind === 'name' && Object.hasOwn(calendarUnits, next.text));
    if (!isUnit) return literal({ type: text.includes('.') ? 'decimal' : 'integer', value: Number(text) });
    position++;
    const unit = next.kind === 'name' ? (calendarUnits[next.text] ?? next.text) : next.text;
    return literal({ type: 'Quantity', value: { value: Number(text), code: unit } });
  };

  const readTypeName = (): string => {
    let name = '';
    for (;;) {
      const { kind, text } = token();
      if (kind !== 'name' && kind !== 'quoted') return fail();
      position++;
      name = text;
      if (!is('.') || tokens[position + 1]?.kind !== 'name' || tokens[position + 2]?.text === '(') return name;
      position++;
    }
  };

  const syntax = readOperation(0);
  return token().kind === 'end' ? syntax : fail();
}

function literal(value: PathValue): Syntax {
  return { kind: 'literal', values: [value] };
}

function timeLiteral(text: string): PathValue {
  if (text.startsWith('T')) return { type: 'time', value: text.slice(1) };
  const value = text.endsWith('T') ? text.slice(0, -1) : text;
  return { type: text.includes('T') ? 'dateTime' : 'date', value };
}
