import { calculate } from './arithmetic.ts';
import { spend } from './budget.ts';
import { chosenLinkId } from './chosen-link-id.ts';
import { asTruth, comparisons, distinct, maybe, one, single, truth } from './collections.ts';
import { comparePathValues, equalCollections, equalPathValues, equivalentCollections } from './equality.ts';
import { ExpressionError } from './expression-error.ts';
import { functions } from './functions.ts';
import { childrenNamed, pathValueOf, type PathValue } from './path-value.ts';
import type { Scope } from './scope.ts';
import type { Syntax } from './syntax.ts';
import { checkLength } from './text-limit.ts';

/** Evaluates a tree. What it gives is paid for: a text has many characters, and a list many children. @throws ExpressionError where FHIRPath says that an expression fails */
export function evaluateSyntax(syntax: Syntax, scope: Scope): readonly PathValue[] {
  const values = evaluateKind(syntax, scope);
  spend(scope.budget, 1 + values.length / 2);
  return values;
}

function evaluateKind(syntax: Syntax, scope: Scope): readonly PathValue[] {
  switch (syntax.kind) {
    case 'literal':
      return syntax.values;
    case 'variable': {
      const found = scope.variable(syntax.name);
      if (!found) throw new ExpressionError(`There is no %${syntax.name}.`);
      return found;
    }
    case 'special':
      if (syntax.name === '$this') return scope.this;
      if (syntax.name === '$total') return scope.total ?? [];
      return scope.index === undefined ? [] : [pathValueOf(scope.index)];
    case 'member':
      return member(syntax.input ? evaluateSyntax(syntax.input, scope) : scope.this, syntax.name, !syntax.input);
    case 'call': {
      const chosen = chosenItems(syntax, scope);
      if (chosen) return chosen;
      const input = syntax.input ? evaluateSyntax(syntax.input, scope) : scope.this;
      const called = Object.hasOwn(functions, syntax.name) ? functions[syntax.name] : undefined;
      if (!called) throw new ExpressionError(`There is no ${syntax.name}() here.`);
      spend(scope.budget, work(input));
      return called(input, syntax.parameters, scope);
    }
    case 'at': {
      const input = evaluateSyntax(syntax.input, scope);
      const [index] = evaluateSyntax(syntax.index, scope);
      const found = typeof index?.value === 'number' ? input[index.value] : undefined;
      return found ? [found] : [];
    }
    case 'unary': {
      const value = single(evaluateSyntax(syntax.operand, scope));
      return one(value && syntax.sign === '-' ? calculate('*', { type: 'integer', value: -1 }, value) : value);
    }
    case 'binary':
      return binary(syntax, scope);
  }
}

/** `%resource.item.where(linkId = '…')` of what can tell its items by their linkIds; undefined where all have to be looked through. */
function chosenItems(
  { name, input, parameters: [criterion] }: Syntax & { kind: 'call' },
  scope: Scope,
): readonly PathValue[] | undefined {
  if (name !== 'where' || input?.kind !== 'member' || input.name !== 'item') return undefined;
  const linkId = chosenLinkId(criterion);
  const from = input.input;
  // What stands before is evaluated again if nothing is chosen here, so it is a name or nothing.
  if (linkId === undefined || (from && from.kind !== 'variable')) return undefined;
  const holder = from ? evaluateSyntax(from, scope) : scope.this;
  const chosen = holder.length === 1 ? scope.chosenFrom?.(holder[0]?.value, linkId) : undefined;
  return chosen?.map((each) => pathValueOf(each));
}

function member(input: readonly PathValue[], name: string, isFirst: boolean): readonly PathValue[] {
  // A path may begin with the name of its resource: Patient.name.
  if (isFirst && /^[A-Z]/.test(name)) {
    const named = input.filter(({ type }) => type === name);
    if (named.length > 0) return named;
  }
  return input.flatMap((each) => childrenNamed(each, name));
}

function binary({ operator, left, right }: Syntax & { kind: 'binary' }, scope: Scope): readonly PathValue[] {
  const a = evaluateSyntax(left, scope);
  if (operator === 'and' || operator === 'or' || operator === 'implies' || operator === 'xor') {
    const known = asTruth(a);
    return logic(operator, operator === 'implies' ? negate(known) : known, () => asTruth(evaluateSyntax(right, scope)));
  }
  const b = evaluateSyntax(right, scope);
  const isAnyOrder = operator.endsWith('~');
  spend(scope.budget, isAnyOrder ? (work(a) * work(b)) / comparisons : work(a) + work(b));
  switch (operator) {
    case '=':
      return maybe(equalCollections(a, b));
    case '!=':
      return maybe(negate(equalCollections(a, b)));
    case '~':
      return [truth(equivalentCollections(a, b))];
    case '!~':
      return [truth(!equivalentCollections(a, b))];
    case '|':
      return distinct([...a, ...b], scope.budget);
    case 'in':
      return membership(single(a), b, a.length);
    case 'contains':
      return membership(single(b), a, b.length);
    case '&':
      checkLength(textOf(a).length + textOf(b).length);
      return [{ type: 'string', value: textOf(a) + textOf(b) }];
    case '<':
    case '>':
    case '<=':
    case '>=':
      return compare(operator, single(a), single(b));
    default: {
      const [x, y] = [single(a), single(b)];
      return x && y ? one(calculate(operator, x, y)) : [];
    }
  }
}

/** Steps of looking at values once: a text has one for each 64 characters. */
const work = (values: readonly PathValue[]) =>
  values.reduce((steps, { value }) => steps + 1 + (typeof value === 'string' ? value.length / 64 : 0), 0);

/** What is decided is not looked at further, so that a broken half does no harm. `implies` is `or` with what is first turned round. */
function logic(operator: string, left: boolean | undefined, rightOf: () => boolean | undefined): readonly PathValue[] {
  const decisive = operator === 'xor' ? undefined : operator !== 'and';
  const isDecided = (value: boolean | undefined) => value !== undefined && value === decisive;
  if (isDecided(left)) return maybe(decisive);
  const right = rightOf();
  if (isDecided(right)) return maybe(decisive);
  if (left === undefined || right === undefined) return [];
  return [truth(decisive === undefined ? left !== right : !decisive)];
}

function compare(operator: string, left: PathValue | undefined, right: PathValue | undefined): readonly PathValue[] {
  const order = left && right && comparePathValues(left, right);
  if (order === undefined) return [];
  const holds = operator.startsWith('<') ? order < 0 : order > 0;
  return [truth(holds || (operator.endsWith('=') && order === 0))];
}

function membership(value: PathValue | undefined, list: readonly PathValue[], count: number): readonly PathValue[] {
  if (count === 0) return [];
  return [truth(value !== undefined && list.some((each) => equalPathValues(each, value) === true))];
}

function textOf(values: readonly PathValue[]): string {
  const value = single(values);
  return value ? String(value.value) : '';
}

const negate = (value: boolean | undefined) => (value === undefined ? undefined : !value);
