import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Schema } from './endpoint.ts';
import * as contract from './index.ts';
import { endpointRows } from './policies.ts';

/** What of zod's own description of a schema says which values fit it. */
interface Description {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly values?: readonly string[];
  readonly entries?: Readonly<Record<string, string>>;
}
const describeSchema = (schema: Schema) => (schema as unknown as { readonly def: Description }).def;

/** Codes, half of a public key, and what an envelope says of itself. */
const samples = [
  'booked',
  'named',
  'completed',
  'A'.repeat(43),
  'a'.repeat(32),
  'slk_0123abcd',
  'svi_0123abcd',
  'signed-out',
  '2026-11-24T08:00:00.000Z',
];
const words = fc.oneof(fc.string(), fc.constantFrom(...samples));

/** Texts that a pattern takes, most of them. */
function wordsFor(schema: Schema): fc.Arbitrary<string> {
  const taken = samples.filter((each) => schema.safeParse(each).success);
  return taken.length === samples.length || taken.length === 0
    ? words
    : fc.oneof({ weight: 19, arbitrary: fc.constantFrom(...taken) }, { weight: 1, arbitrary: words });
}

/** Values that fit, or nearly do: what a pattern wants is met by a few samples only. */
function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const { type, shape = {}, element, innerType, in: first, values = [], entries = {} } = describeSchema(schema);
  switch (type) {
    case 'string':
      return wordsFor(schema);
    case 'number':
      return fc.oneof(fc.integer(), fc.double({ noNaN: true }));
    case 'boolean':
      return fc.boolean();
    case 'unknown':
      return fc.jsonValue();
    case 'literal':
      return fc.constantFrom(...values);
    case 'enum':
      return fc.constantFrom(...Object.values(entries));
    case 'custom':
      return fc.record({ resourceType: words, item: fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 2 }) });
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(shape).map(([key, below]) => [key, fitting(below)])), {
        requiredKeys: Object.keys(shape).filter(
          (key) => !/optional|unknown/.test(describeSchema(known(shape[key])).type),
        ),
      });
    case 'array':
      return fc.array(fitting(known(element)), { maxLength: 3 });
    case 'nullable':
      return fc.option(fitting(known(innerType)));
    case 'optional':
      return fitting(known(innerType));
    case 'pipe':
      return fitting(known(first));
    default:
      throw new Error(`The test knows no values for ${type}.`);
  }
}

function known(schema: Schema | undefined): Schema {
  assert.ok(schema);
  return schema;
}

/** Instead of one value somewhere within. Numbers of JSON may be too large for one; undefined takes the value away. */
const strange = fc.oneof(
  fc.constantFrom(undefined, null, '', 0, Infinity, true, 'unknown', [], {}, [null], { length: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Puts something in the place of a value within, or adds it to one. */
function spoilt(value: unknown, at: readonly number[], by: unknown): unknown {
  const [step = 0, ...rest] = at;
  if (typeof value !== 'object' || value === null || at.length === 0) return by;
  if (Array.isArray(value)) {
    const each: readonly unknown[] = value;
    const place = step % (each.length + 1);
    // A list of JSON has no holes.
    return place < each.length ? each.with(place, spoilt(each[place], rest, by) ?? null) : [...each, by ?? null];
  }
  const keys = [...Object.keys(value), 'unnamed'];
  const key = keys[step % keys.length] ?? '';
  const { [key]: one, ...others } = value as Record<string, unknown>;
  const now = spoilt(one, rest, by);
  return now === undefined ? others : { ...value, [key]: now };
}

const answersOf = (schema: Schema) => {
  const good = fitting(schema);
  const path = fc.array(fc.nat(40), { maxLength: 5 });
  return fc.oneof(
    good,
    fc.tuple(good, path, strange).map(([value, at, by]) => spoilt(value, at, by)),
    fc
      .tuple(good, path, strange, path, strange)
      .map(([value, at, by, then, what]) => spoilt(spoilt(value, at, by), then, what)),
  );
};

/** What came of it, with the words left out that only zod has. */
function outcomeOf(schema: Schema, value: unknown) {
  const result = schema.safeParse(value);
  return result.success
    ? result
    : { success: false, issues: result.error.issues.map(({ path, code }) => ({ path, code })) };
}

/**
 * The contract's modules once more, as the elements are built with them. zod looks into the choices of a request as soon as it is told of them; no answer has
 * any, so nothing stands in their place.
 */
async function loadLean(): Promise<typeof contract> {
  const source = `export * from '${new URL('./lean-schemas.ts', import.meta.url).href}';
    export const discriminatedUnion = () => undefined;`;
  const lean = `data:text/javascript,${encodeURIComponent(source)}`;
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const isLean = context.parentURL?.endsWith('?lean') ?? false;
      if (isLean && specifier === 'zod/mini') return { url: lean, shortCircuit: true };
      const found = next(specifier, context);
      return isLean && specifier.startsWith('.') ? { ...found, url: `${found.url}?lean` } : found;
    },
  });
  const entry = `${new URL('./index.ts', import.meta.url).href}?lean`;
  const loaded = (await import(entry)) as typeof contract;
  hooks.deregister();
  return loaded;
}

const lean = await loadLean();
const leanRows: Readonly<Record<string, unknown>> = lean;

/** Each schema that answers, and what a device keeps, are read by; with the one that stands in its place. */
const pairs: readonly (readonly [string, Schema, Schema | undefined])[] = [
  ...endpointRows.flatMap(({ name, response }) => {
    const row = leanRows[name] as { readonly response?: Schema } | undefined;
    return response ? [[name, response, row?.response] as const] : [];
  }),
  ['problemIssueSchema', contract.problemIssueSchema, lean.problemIssueSchema],
  ['slotSchema', contract.slotSchema, lean.slotSchema],
  ['sealingPublicKeySchema', contract.sealingPublicKeySchema, lean.sealingPublicKeySchema],
  ['sealedHeaderSchema', contract.sealedHeaderSchema, lean.sealedHeaderSchema],
];

describe('schemas without zod', () => {
  it('takes and refuses what zod does, to the same value, at the same places', () => {
    const counts = { taken: 0, refused: 0 };
    for (const [name, schema, instead] of pairs) {
      assert.ok(instead && !('_zod' in instead), `${name} is not read without zod`);
      fc.assert(
        fc.property(answersOf(schema), (value) => {
          const expected = outcomeOf(schema, value);
          counts[expected.success ? 'taken' : 'refused'] += 1;
          assert.deepStrictEqual(outcomeOf(instead, value), expected);
        }),
        { numRuns: 100 },
      );
    }
    assert.ok(counts.taken > 1000 && counts.refused > 1000, JSON.stringify(counts));
  });
});
