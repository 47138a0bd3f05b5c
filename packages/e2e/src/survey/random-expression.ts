import type { Random } from '../random.ts';

/**
 * What an expression gives. A list is of whole numbers, and may be empty or have any of them twice. A count is no answer, and is not below none. A shift is what a time is
 * moved by, in whole ones of a unit; a lapse one that is as long whenever it begins.
 */
type Kind =
  | 'integer'
  | 'decimal'
  | 'text'
  | 'truth'
  | 'day'
  | 'instant'
  | 'clock'
  | 'duration'
  | 'shift'
  | 'lapse'
  | 'coding'
  | 'count'
  | 'list'
  | 'one of several';

/** A way to write an expression of a kind, of parts of some kinds. */
type Way = readonly [write: (...parts: string[]) => string, ...parts: Kind[]];

const answerTo = (linkId: string): Way[] => [
  [() => `%resource.descendants().where(linkId = '${linkId}').answer.value.first()`],
  [() => `%resource.item.where(linkId = '${linkId}').answer.value.first()`],
];
const literals = (...written: readonly string[]): Way[] => written.map((each) => [() => each]);
const between = (operators: readonly string[], left: Kind, right: Kind): Way[] =>
  operators.map((operator) => [(a, b) => `(${a} ${operator} ${b})`, left, right]);
const called = (names: readonly string[], on: Kind, ...parameters: Kind[]): Way[] =>
  names.map((name) => [(input, ...given) => `(${input}).${name}(${given.join(', ')})`, on, ...parameters]);
const ofEach = (kinds: readonly Kind[], ways: (kind: Kind) => Way[]): Way[] => kinds.flatMap(ways);

const single: readonly Kind[] = [
  'integer',
  'decimal',
  'text',
  'truth',
  'day',
  'instant',
  'clock',
  'duration',
  'coding',
];
const ordered: readonly Kind[] = ['integer', 'decimal', 'text', 'day', 'instant', 'clock', 'duration'];

/** What has no parts, and what has. */
interface Grammar {
  readonly leaves: readonly Way[];
  readonly ways: readonly Way[];
}

const choice = (kind: Kind): Way[] => [
  [(condition, a, b) => `iif(${condition}, ${a}, ${b})`, 'truth', kind, kind],
  [(a) => `(${a} | {}).first()`, kind],
];

const lapses = ['30 days', '7 days', '1 week', '24 hours', '90 minutes', '10 seconds', '500 milliseconds'];
const durations = ['1 year', '12 months', '1 month', ...lapses];

/**
 * The subset by types. Not written are the kinds of differences that are known, each with its name; ADR 31 says why.
 *
 * - units: those of UCUM are not converted, and quantities not multiplied or divided by quantities.
 * - texts of numbers: decimals and quantities are not turned into texts, where zeros at the end and names of units are a matter of taste.
 * - offsets: instants have one, and are compared by the moment that they are. fhirpath.js takes others for those of where it runs, and gives UTC.
 * - months of an instant: fhirpath.js counts them by the calendar of UTC, ours by that of the instant's own offset. They are added to instants in UTC alone.
 * - lists with a value twice within lists: fhirpath.js says that they are not.
 * - the day of an instant: fhirpath.js gives that of where it runs, and none for an answer.
 * - answers as places: fhirpath.js finds nothing at `[…]` for an answer's number, and counts from the end below none.
 * - several beside none: ours fails where an operator has several values on one side, and fhirpath.js gives nothing if there is none on the other.
 * - decided sides: ours does not look at the right side of what the left one has decided, so nothing here fails on one side alone.
 * - fractions of days and more, which are not counted: fhirpath.js says so on the console each time.
 */
const grammar: Readonly<Record<Kind, Grammar>> = {
  integer: {
    leaves: [...answerTo('int'), ...answerTo('int2'), ...literals('0', '1', '2', '7', '12', '{}')],
    ways: [
      ...between(['+', '-', '*', 'div', 'mod'], 'integer', 'integer'),
      ...called(['abs'], 'integer'),
      ...called(['floor', 'ceiling', 'truncate'], 'decimal'),
      ...called(['length'], 'text'),
      ...called(['indexOf'], 'text', 'text'),
      ...called(['count', 'sum', 'min', 'max', 'first', 'last'], 'list'),
      ...called(['toInteger'], 'text'),
      ...called(['toInteger'], 'truth'),
      [(list) => `(${list}).aggregate($this + $total, 0)`, 'list'],
      [(list, at) => `(${list})[${at}]`, 'list', 'count'],
      ...choice('integer'),
    ],
  },
  decimal: {
    leaves: [...answerTo('dec'), ...literals('0.5', '2.25', '10.0')],
    ways: [
      ...between(['+', '-', '*'], 'decimal', 'integer'),
      ...between(['+', '-'], 'decimal', 'decimal'),
      ...between(['/'], 'integer', 'integer'),
      ...called(['abs'], 'decimal'),
      ...called(['toDecimal'], 'text'),
      ...called(['avg'], 'list'),
      [(value) => `(${value}).round(1)`, 'decimal'],
      ...choice('decimal'),
    ],
  },
  text: {
    leaves: [...answerTo('text'), ...literals(`'knee'`, `'a b'`, `'42'`, `''`, `'2024-02-30'`, `'10:99'`)],
    ways: [
      ...between(['+', '&'], 'text', 'text'),
      ...called(['upper', 'lower', 'trim'], 'text'),
      ...called(['replace'], 'text', 'text', 'text'),
      ...called(['substring'], 'text', 'integer'),
      ...called(['substring'], 'text', 'integer', 'count'),
      ...ofEach(['integer', 'truth', 'day'], (kind) => called(['toString'], kind)),
      [(value) => `(${value}).split(' ').join('-')`, 'text'],
      [(value) => `(${value}).toChars().last()`, 'text'],
      [(value) => `(${value}).replaceMatches('[aeiou]', '.')`, 'text'],
      [(value) => `(${value}).code`, 'coding'],
      [(value) => `(${value}).display`, 'coding'],
      ...choice('text'),
    ],
  },
  truth: {
    leaves: [...answerTo('yes'), ...literals('true', 'false', '{}')],
    ways: [
      ...between(['and', 'or', 'xor', 'implies'], 'truth', 'truth'),
      ...ofEach(single, (kind) => between(['=', '!='], kind, kind)),
      ...ofEach(ordered, (kind) => between(['<', '>', '<=', '>='], kind, kind)),
      ...between(['=', '!=', '<', '>='], 'integer', 'decimal'),
      ...between(['~', '!~'], 'text', 'text'),
      ...between(['in'], 'integer', 'list'),
      ...between(['contains'], 'list', 'integer'),
      ...called(['not'], 'truth'),
      ...ofEach(single, (kind) => called(['exists', 'empty'], kind)),
      ...called(['startsWith', 'endsWith', 'contains'], 'text', 'text'),
      ...called(['convertsToInteger', 'convertsToDecimal', 'convertsToBoolean'], 'text'),
      ...called(['convertsToDate', 'convertsToDateTime', 'convertsToTime'], 'text'),
      ...called(['toBoolean'], 'text'),
      ...called(['exists', 'empty', 'isDistinct'], 'list'),
      [(list, part) => `(${list}).supersetOf((${part}).distinct())`, 'list', 'list'],
      [(list, number) => `(${list}).all($this > ${number})`, 'list', 'integer'],
      [(list, number) => `(${list}).exists($this = ${number})`, 'list', 'integer'],
      [(value) => `(${value}).matches('^[a-z ]+$')`, 'text'],
      ...choice('truth'),
    ],
  },
  day: {
    leaves: [...answerTo('day'), ...literals('@2024-02-29', '@2023-12', '@2022')],
    ways: [...between(['+', '-'], 'day', 'shift'), ...called(['toDate'], 'text'), ...choice('day')],
  },
  instant: {
    leaves: [
      ...answerTo('at'),
      ...literals('@2024-02-29T10:30:00Z', '@2023-01-01T00:00:00+01:00', '(@2024-02-29T10:30:00Z + 1 year)'),
      ...literals('(@2024-01-31T23:59:59Z + 1 month)', '(@2024-03-31T00:00:00Z - 13 months)'),
    ],
    ways: [...between(['+', '-'], 'instant', 'lapse'), ...choice('instant')],
  },
  clock: {
    leaves: [...answerTo('clock'), ...literals('@T10:30', '@T10:30:00', '@T23:59:59')],
    ways: [
      [(time) => `(${time} + 90 minutes)`, 'clock'],
      [(time) => `(${time} - 500 milliseconds)`, 'clock'],
      ...called(['toTime'], 'text'),
      ...choice('clock'),
    ],
  },
  duration: {
    leaves: literals(...durations),
    ways: [
      ...between(['+', '-'], 'duration', 'duration'),
      ...between(['*'], 'duration', 'integer'),
      ...choice('duration'),
    ],
  },
  shift: {
    leaves: literals(...durations),
    ways: [...between(['*'], 'shift', 'count'), ...choice('shift')],
  },
  lapse: {
    leaves: literals(...lapses),
    ways: [...between(['*'], 'lapse', 'count'), ...choice('lapse')],
  },
  count: {
    leaves: literals('0', '1', '2', '{}'),
    ways: [...called(['count'], 'list'), [(value) => `(${value}).abs()`, 'integer']],
  },
  coding: {
    leaves: [...answerTo('choice'), ...answerTo('choice2')],
    ways: choice('coding'),
  },
  // What fails where there are several: never a part of others, of which one side may be decided.
  'one of several': {
    leaves: [[() => `%resource.descendants().where(linkId = 'int').answer.value.single()`]],
    ways: [
      ...called(['single', 'toString', 'abs'], 'list'),
      [(list) => `(${list} + 1)`, 'list'],
      [(list) => `(${list} > 1)`, 'list'],
      [(list) => `(${list} and true)`, 'list'],
    ],
  },
  list: {
    leaves: [
      [() => `%resource.descendants().where(linkId = 'int').answer.value`],
      [() => `%resource.descendants().answer.value.ofType(integer)`],
      ...literals('(1 | 2 | 3)', '(2 | 7)', '{}'),
    ],
    ways: [
      ...called(['union', 'combine', 'intersect', 'exclude'], 'list', 'list'),
      ...called(['skip', 'take'], 'list', 'count'),
      ...called(['tail', 'distinct'], 'list'),
      ...between(['|'], 'list', 'list'),
      [(list, number) => `(${list}).where($this > ${number})`, 'list', 'integer'],
      [(list, number) => `(${list}).select($this + ${number})`, 'list', 'integer'],
      [(list) => `(${list}).where($index > 0)`, 'list'],
    ],
  },
};

function pickOf<T>(random: Random, values: readonly T[]): T {
  const picked = values[random.below(values.length)];
  if (picked === undefined) throw new Error('There is nothing to choose from.');
  return picked;
}

const kinds = Object.keys(grammar) as readonly Kind[];

/** An expression of the subset, right by its types: what it is made of may be empty, and fail, for all that. */
export function randomExpression(random: Random): string {
  const write = (kind: Kind, depth: number): string => {
    const { leaves, ways } = grammar[kind];
    const [build, ...parts] = pickOf(random, depth === 0 || random.isTrue(0.25) ? leaves : ways);
    return build(...parts.map((part) => write(part, depth - 1)));
  };
  return write(pickOf(random, kinds), 1 + random.below(3));
}
