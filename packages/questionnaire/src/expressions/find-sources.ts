import { isLinkId } from '../fhirpath/chosen-link-id.ts';
import type { Syntax } from '../fhirpath/syntax.ts';

/** What an expression reads of a response: linkIds of items, or anything. */
export type Reads = ReadonlySet<string> | 'anything';

/** An expression with what it is evaluated on: the item with a linkId, or the response. */
export interface Read {
  readonly syntax: Syntax;
  readonly linkId?: string;
}

/** Where a path stands: the response, items by their linkIds (any for undefined), answers, or nothing of the response. */
type Place =
  | { readonly at: 'response' | 'answers' | 'elsewhere' }
  | { readonly at: 'items'; readonly linkIds?: readonly string[] };

const elsewhere: Place = { at: 'elsewhere' };
const anyItems: Place = { at: 'items' };

function contextOf({ linkId }: Read): Place {
  return linkId === undefined ? { at: 'response' } : { at: 'items', linkIds: [linkId] };
}

/** Functions that give some of what they are called on. */
const passing = new Set(['first', 'last', 'tail', 'skip', 'take', 'single', 'distinct', 'trace', 'ofType', 'as']);
const reaching = new Set(['children', 'descendants', 'repeat']);

/**
 * Finds, without running it, whose answers an expression reads: paths that choose items by `where(linkId = '…')`. If a path reads items that it does not
 * choose so, the expression counts as reading anything, so that it is never too late, only sometimes looked at in vain.
 *
 * @param variableOf expressions of variables by name; undefined for what comes from elsewhere
 */
export function findSources(read: Read, variableOf: (name: string) => Read | undefined): Reads {
  const found = new Set<string>();
  const places = new Map<string, Place>();
  let isAnything = false;

  const use = (place: Place): Place => {
    if (place.at === 'response' || (place.at === 'items' && !place.linkIds)) isAnything = true;
    else if (place.at === 'items') place.linkIds?.forEach((linkId) => found.add(linkId));
    return elsewhere;
  };

  const step = (from: Place, name: string): Place => {
    switch (from.at) {
      case 'response':
        return name === 'item' ? anyItems : name === 'QuestionnaireResponse' ? from : elsewhere;
      case 'items':
        if (name === 'item') return anyItems;
        use(from);
        return name === 'answer' ? { at: 'answers' } : elsewhere;
      case 'answers':
        return name === 'item' ? anyItems : elsewhere;
      case 'elsewhere':
        return elsewhere;
    }
  };

  const visit = (syntax: Syntax, self: Place, own: Place): Place => {
    switch (syntax.kind) {
      case 'literal':
        return elsewhere;
      case 'special':
        return syntax.name === '$this' ? self : elsewhere;
      case 'variable':
        return visitVariable(syntax.name, own);
      case 'member':
        return step(syntax.input ? visit(syntax.input, self, own) : self, syntax.name);
      case 'call':
        return visitCall(syntax, self, own);
      case 'at':
        use(visit(syntax.index, self, own));
        return visit(syntax.input, self, own);
      case 'unary':
        return use(visit(syntax.operand, self, own));
      case 'binary':
        use(visit(syntax.left, self, own));
        return use(visit(syntax.right, self, own));
    }
  };

  const visitVariable = (name: string, own: Place): Place => {
    if (name === 'resource' || name === 'rootResource') return { at: 'response' };
    if (name === 'context') return own;
    const before = places.get(name);
    if (before) return before;
    const variable = variableOf(name);
    if (!variable) return elsewhere;
    // Within itself it is one of the same name further out, or a ring: either may read anything.
    places.set(name, { at: 'response' });
    const context = contextOf(variable);
    const place = visit(variable.syntax, context, context);
    places.set(name, place);
    return place;
  };

  const visitCall = ({ input, name, parameters }: Syntax & { kind: 'call' }, self: Place, own: Place): Place => {
    const from = input ? visit(input, self, own) : self;
    if (name === 'where' && from.at === 'items') {
      const linkIds = parameters[0] && linkIdsOf(parameters[0]);
      const chosen: Place = linkIds ? { at: 'items', linkIds } : from;
      for (const each of parameters) if (!linkIds || !isOnlyLinkId(each)) use(visit(each, chosen, own));
      return chosen;
    }
    for (const each of parameters) use(visit(each, from, own));
    if (passing.has(name) || name === 'where') return from;
    if (reaching.has(name)) return from.at === 'elsewhere' ? elsewhere : anyItems;
    return use(from);
  };

  const start = contextOf(read);
  use(visit(read.syntax, start, start));
  return isAnything ? 'anything' : found;
}

/** The linkIds that a criterion chooses by: `linkId = 'a'`, several with `or`, one of them with `and`, `linkId in ('a' | 'b')`. */
function linkIdsOf(syntax: Syntax): readonly string[] | undefined {
  if (syntax.kind !== 'binary') return undefined;
  const { operator, left, right } = syntax;
  if (operator === 'and') return linkIdsOf(left) ?? linkIdsOf(right);
  if (operator === 'or') {
    const [a, b] = [linkIdsOf(left), linkIdsOf(right)];
    return a && b ? [...a, ...b] : undefined;
  }
  if (!isLinkId(left)) return undefined;
  return operator === '=' || operator === 'in' ? textsOf(right) : undefined;
}

function textsOf(syntax: Syntax): readonly string[] | undefined {
  if (syntax.kind === 'literal') {
    const texts = syntax.values.map(({ value }) => value);
    return texts.every((text) => typeof text === 'string') ? texts : undefined;
  }
  if (syntax.kind !== 'binary' || syntax.operator !== '|') return undefined;
  const [a, b] = [textsOf(syntax.left), textsOf(syntax.right)];
  return a && b ? [...a, ...b] : undefined;
}

/** Whether a criterion reads nothing but the linkId. */
function isOnlyLinkId(syntax: Syntax): boolean {
  if (syntax.kind !== 'binary') return false;
  if (syntax.operator === 'and' || syntax.operator === 'or')
    return isOnlyLinkId(syntax.left) && isOnlyLinkId(syntax.right);
  return isLinkId(syntax.left) && textsOf(syntax.right) !== undefined;
}
