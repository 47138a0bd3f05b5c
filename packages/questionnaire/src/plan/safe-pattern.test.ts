import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isTriable, stepsOf, whyUnsafe } from './safe-pattern.ts';

test('patterns as forms have them are tried, on answers as long as people give', () => {
  const rows: readonly [string, number][] = [
    ['[0-9]{3}-[0-9]{2}-[0-9]{4}', 5000],
    ['\\d{5}(-\\d{4})?', 5000],
    ['[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}', 5000],
    ['\\(?\\d{3}\\)?[-. ]?\\d{3}[-. ]?\\d{4}', 5000],
    ['^\\+?\\d{0,3}[\\s.-]?\\(?\\d{3}\\)?[\\s.-]?\\d{3}[\\s.-]?\\d{4}( ?x\\d{1,5})?$', 5000],
    ['\\+[1-9]\\d{1,14}', 5000],
    ['(0[1-9]|1[0-2])/(0[1-9]|[12]\\d|3[01])/(19|20)\\d\\d', 5000],
    ['((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)', 5000],
    ['[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}', 5000],
    ['[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,}', 150],
    ['[^@\\s]+@[^@\\s]+\\.[^@\\s]+', 150],
    ['https?://[\\w.-]+/[\\w./-]*(\\?\\S*)?', 150],
    ['-?\\d+(\\.\\d{1,2})?', 1000],
    ['\\p{L}+([ -]\\p{L}+)?', 1000],
    ['[\\s\\S]{10,}', 5000],
    ['.{0,2000}', 1500],
  ];
  for (const [source, length] of rows) {
    assert.ok(new RegExp(source, 'u'));
    assert.equal(whyUnsafe(source), undefined, source);
    assert.ok(isTriable(source, length), source);
  }
});

test('patterns that could take for ever are refused by why, however the repeats are written', () => {
  const rows: readonly [string, string][] = [
    ['a{0,99}a{0,99}a{0,99}a{0,99}a{0,99}b', 'repeats'],
    ['a?'.repeat(24) + 'a'.repeat(24), 'repeats'],
    ['(?:a?){24}a{24}', 'repeats'],
    ['(?:a|a)'.repeat(24), 'repeats'],
    ['(?:a|a){24}', 'repeats'],
    ['(?:a{1,9}){9}', 'repeats'],
    ['(?:|){24}', 'repeats'],
    ['(?:(?:a|a)(?:a|a)){12}', 'repeats'],
    ['[(]*[)]*[|]*a*b', 'repeats'],
    ['(?:\\)?a)*', 'nested'],
    ['(?<x>a+)*', 'nested'],
    ['(?:a|b)+?', 'nested'],
    ['(a)\\1', 'reference'],
  ];
  for (const [source, why] of rows) assert.equal(whyUnsafe(source), why, source);
  // three repeats without an end are tried on what people type, and on nothing longer
  assert.ok(isTriable('a*a*a*b', 150));
  assert.ok(!isTriable('a*a*a*b', 500));
});

/** A pattern of one letter, taken apart. */
type Piece =
  | { readonly kind: 'letter' }
  | { readonly kind: 'row' | 'choice'; readonly of: readonly Piece[] }
  | { readonly kind: 'repeat'; readonly of: Piece; readonly from: number; readonly to: number };

function sourceOf(piece: Piece): string {
  switch (piece.kind) {
    case 'letter':
      return 'a';
    case 'row':
      return piece.of.map(sourceOf).join('');
    case 'choice':
      return `(?:${piece.of.map(sourceOf).join('|')})`;
    case 'repeat': {
      const { of, from, to } = piece;
      const inner =
        of.kind === 'row' ? `(${sourceOf(of)})` : of.kind === 'repeat' ? `(?:${sourceOf(of)})` : sourceOf(of);
      const sign = to === Infinity ? ['*', '+'][from] : from === 0 && to === 1 ? '?' : undefined;
      return inner + (sign ?? `{${from},${to === Infinity ? '' : to}}`);
    }
  }
}

/** Letters, and the end, that a backtracking matcher looks at until it knows that `aaa…` does not fit, as an engine does that remembers nothing. */
function lettersLookedAt(pattern: Piece, length: number): number {
  let looked = 0;
  const match = (piece: Piece, at: number, then: (at: number) => unknown): void => {
    switch (piece.kind) {
      case 'letter':
        looked += 1;
        if (at < length) then(at + 1);
        return;
      case 'choice':
        for (const each of piece.of) match(each, at, then);
        return;
      case 'row': {
        const from = (index: number, here: number): void => {
          const next = piece.of[index];
          if (next) match(next, here, (after) => from(index + 1, after));
          else then(here);
        };
        from(0, at);
        return;
      }
      case 'repeat': {
        const again = (count: number, here: number): void => {
          if (count < piece.to)
            match(piece.of, here, (after) => {
              if (after > here || count < piece.from) again(count + 1, after);
            });
          if (count >= piece.from) then(here);
        };
        again(0, at);
      }
    }
  };
  match(pattern, 0, () => (looked += 1));
  return looked;
}

const { pieces } = fc.letrec<{ pieces: Piece }>((tie) => ({
  pieces: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant<Piece>({ kind: 'letter' }),
    fc.record({
      kind: fc.constantFrom('row' as const, 'choice' as const),
      of: fc.array(tie('pieces'), { maxLength: 4 }),
    }),
    fc
      .tuple(tie('pieces'), fc.nat({ max: 3 }), fc.constantFrom(0, 1, 2, 5, Infinity))
      .map(([of, from, more]): Piece => ({
        kind: 'repeat',
        of,
        from: more === Infinity ? from % 2 : from,
        to: from + more,
      })),
  ),
}));

test('the bound is one: no pattern of one letter takes more steps than it says', () => {
  let tried = 0;
  fc.assert(
    fc.property(pieces, fc.nat({ max: 9 }), (piece, length) => {
      const bound = stepsOf(sourceOf(piece), length);
      fc.pre(bound < 100_000);
      tried += 1;
      return lettersLookedAt(piece, length) <= 2 * bound;
    }),
    { numRuns: 2000 },
  );
  assert.ok(tried > 1000);
});
