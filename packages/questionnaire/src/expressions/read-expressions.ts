import { extensionsOf, type ExtensionName } from '../fhir/extensions.ts';
import { isObject, objectsOf, pointerTo, stringOf, type JsonObject } from '../fhir/json.ts';
import { compileExpression, type PathExpression } from '../fhirpath/compile-expression.ts';
import { ExpressionError } from '../fhirpath/expression-error.ts';
import type { Issue } from '../plan/issues.ts';

/** An expression with its place in the form. */
export interface Placed {
  readonly expression: PathExpression;
  readonly pointer: string;
}

/** A variable is seen by the expressions of its item and of all that stands in it, and by the variables after it. */
export interface Variable extends Placed {
  readonly name: string;
}

export interface Constraint extends Placed {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  readonly human: string;
}

/** The expressions of one item, or of the form. */
export interface Expressions {
  readonly variables: readonly Variable[];
  readonly constraints: readonly Constraint[];
  readonly enableWhen?: Placed;
  readonly calculated?: Placed;
  readonly initial?: Placed;
  readonly text?: Placed;
}

/** Reads what an item, or the form, has of expressions. One that is broken is told of, and does nothing. */
export function readExpressions(holder: JsonObject, pointer: string, issues: Issue[]): Expressions {
  const compile = (text: unknown, at: string): Placed | undefined => {
    try {
      if (typeof text !== 'string') throw new ExpressionError('A text is needed here.');
      return { expression: compileExpression(text), pointer: at };
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      issues.push({ code: 'bad-expression', pointer: at, detail: error.message });
      return undefined;
    }
  };

  const expressionsOf = (element: unknown, name: ExtensionName, at: string) =>
    extensionsOf(element, name).flatMap((extension) => {
      const value = extension['valueExpression'];
      // One of another language is inert, and told of as unsupported.
      if (!isObject(value) || value['language'] !== 'text/fhirpath') return [];
      const place = pointerTo(at, 'extension', indexOf(element, extension), 'valueExpression', 'expression');
      const compiled = compile(value['expression'], place);
      return compiled ? [{ ...compiled, name: stringOf(value['name']) ?? '' }] : [];
    });

  const one = (name: ExtensionName) => expressionsOf(holder, name, pointer)[0];
  const [text] = expressionsOf(holder['_text'], 'textExpression', pointerTo(pointer, '_text'));
  const [enableWhen, calculated, initial] = [
    one('enableWhenExpression'),
    one('calculatedExpression'),
    one('initialExpression'),
  ];
  return {
    variables: expressionsOf(holder, 'variable', pointer).filter(({ name }) => name !== ''),
    constraints: constraintsOf(holder, pointer, compile),
    ...(enableWhen && { enableWhen }),
    ...(calculated && { calculated }),
    ...(initial && { initial }),
    ...(text && { text }),
  };
}

function constraintsOf(
  holder: JsonObject,
  pointer: string,
  compile: (text: unknown, at: string) => Placed | undefined,
): readonly Constraint[] {
  return [...extensionsOf(holder, 'constraint'), ...extensionsOf(holder, 'targetConstraint')].flatMap((extension) => {
    const parts = objectsOf(extension['extension']);
    const part = (url: string) => parts.find((each) => each['url'] === url);
    const written = part('expression');
    const nested = written?.['valueExpression'];
    const place = pointerTo(pointer, 'extension', indexOf(holder, extension));
    const compiled = compile(isObject(nested) ? nested['expression'] : written?.['valueString'], place);
    if (!compiled) return [];
    const severity = part('severity')?.['valueCode'] === 'warning' ? 'warning' : 'error';
    const human = part('human')?.['valueString'] ?? part('human')?.['valueMarkdown'];
    return [{ ...compiled, key: stringOf(part('key')?.['valueId']) ?? '', severity, human: stringOf(human) ?? '' }];
  });
}

function indexOf(holder: unknown, extension: JsonObject): number {
  const list = isObject(holder) ? holder['extension'] : undefined;
  return Array.isArray(list) ? list.indexOf(extension) : 0;
}
