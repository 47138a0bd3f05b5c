import { calculate } from './arithmetic.ts';
import { spend } from './budget.ts';
import { asTruth, distinct, maybe, one, single, truth } from './collections.ts';
import { comparePathValues, equalCollections, equalPathValues, equivalentCollections } from './equality.ts';
import { ExpressionError } from './expression-error.ts';
import { functions } from './functions.ts';
import { childrenNamed, isOfType, pathValueOf, type PathValue } from './path-value.ts';
import type { Scope } from './scope.ts';
import type { Syntax } from './syntax.ts';
import { checkLength } from './text-limit.ts';

/** Evaluates a tree. @throws ExpressionError where FHIRPath says that an expression fails */
export function evaluateSyntax(syntax: Syntax, scope: Scope): readonly PathValue[] {
  spend(scope.budget, 1);
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
      const input = syntax.input ? evaluateSyntax(syntax.input, scope) : scope.this;
      const called = Object.hasOwn(functions, syntax.name) ? functions[syntax.name] : undefined;
      if (!called) throw new ExpressionError(`${syntax.name}() is not of the subset of FHIRPath that runs here.`);
      spend(scope.budget, input.length);
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
      if (!value || syntax.sign === '+') return value ? [value] : [];
      if (typeof value.value === 'number') return [{ type: value.type, value: -value.value }];
      return one(calculate('*', { type: 'integer', value: -1 }, value));
    }
    case 'type': {
      const input = evaluateSyntax(syntax.input, scope);
      const value = single(input);
      if (syntax.operator === 'as') return value && isOfType(value, syntax.type) ? [value] : [];
      return value ? [truth(isOfType(value, syntax.type))] : [];
    }
    case 'binary':
      return binary(syntax, scope);
  }
}

function member(input: readonly PathValue[], name: string, isFirst: boolean): readonly PathValue[] {
  // A path may begin with the name of its resource: Patient.name.
  if (isFirst && /^[A-Z]/.test(name)) {
    const named = input.filter(
      ({ type, value }) => type === name || (value as { resourceType?: unknown } | null)?.resourceType === name,
    );
    if (named.length > 0) return named;
  }
  return input.flatMap((each) => childrenNamed(each, name));
}

function binary({ operator, left, right }: Syntax & { kind: 'binary' }, scope: Scope): readonly PathValue[] {
  const a = evaluateSyntax(left, scope);
  // What is decided is not looked at further, so that a broken half does no harm.
  if (operator === 'and' || operator === 'or' || operator === 'implies' || operator === 'xor') {
    const known = asTruth(a);
    if (operator === 'and' && known === false) return [truth(false)];
    if (operator === 'or' && known === true) return [truth(true)];
    if (operator === 'implies' && known === false) return [truth(true)];
    return logic(operator, known, asTruth(evaluateSyntax(right, scope)));
  }
  const b = evaluateSyntax(right, scope);
  spend(scope.budget, a.length + b.length);
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

function logic(operator: string, left: boolean | undefined, right: boolean | undefined): readonly PathValue[] {
  switch (operator) {
    case 'and':
      return maybe(right === false ? false : left === undefined || right === undefined ? undefined : true);
    case 'or':
      return maybe(right === true ? true : left === undefined || right === undefined ? undefined : false);
    case 'implies':
      return maybe(right === true ? true : left === undefined || right === undefined ? undefined : false);
    default:
      return maybe(left === undefined || right === undefined ? undefined : left !== right);
  }
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
