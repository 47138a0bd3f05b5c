/**
 * What the contract uses of zod to read answers, in a tenth of its size: the build of the elements puts this in the place of `zod/mini`. The same answers
 * fit, they become the same values, and what does not fit is named by the same place and code; no words are made for it.
 *
 * Everything else is zod's own, so that the contract's modules can be loaded with either. A build in which any of that is left stops: see `leanSchemas`
 * in `rollup.config.mjs`, and ADR 39.
 */
export * from 'zod/mini';

/** Where a value does not fit, and how, as zod says it. */
export interface LeanIssue {
  readonly path: PropertyKey[];
  readonly code: string;
}

/** @returns the value as it is handed on; whatever when something was added to the issues */
type Read = (value: unknown, issues: LeanIssue[]) => unknown;

/** What a schema does here of what a schema of zod does. */
export interface LeanSchema {
  readonly read: Read;
  readonly check: (...checks: readonly Check[]) => LeanSchema;
  readonly safeParse: (
    value: unknown,
  ) =>
    | { readonly success: true; readonly data: unknown }
    | { readonly success: false; readonly error: { readonly issues: readonly LeanIssue[] } };
}

/** @returns the code of what is wrong with a value of the right type, or nothing */
type Check = (value: never) => string | false;
type Shape = Readonly<Record<string, LeanSchema>>;

/** @returns an object that fits, or null when it was told of */
const objectOf = (value: unknown, issues: LeanIssue[]) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : refuse(issues, 'invalid_type');

function refuse(issues: LeanIssue[], code: string): null {
  issues.push({ path: [], code });
  return null;
}

/** Reads what stands below a value: its place goes before the places that are named there. */
function readBelow(key: PropertyKey, { read }: LeanSchema, value: unknown, issues: LeanIssue[]): unknown {
  const before = issues.length;
  const found = read(value, issues);
  for (const { path } of issues.slice(before)) path.unshift(key);
  return found;
}

/* @__NO_SIDE_EFFECTS__ */
function schema(read: Read): LeanSchema {
  return {
    read,
    check: (...checks) =>
      schema((value, issues) => {
        const before = issues.length;
        const found = read(value, issues);
        if (issues.length > before) return found;
        for (const check of checks) {
          const code = check(found as never);
          if (code) refuse(issues, code);
        }
        return found;
      }),
    safeParse(value) {
      const issues: LeanIssue[] = [];
      const data = read(value, issues);
      return issues.length > 0 ? { success: false, error: { issues } } : { success: true, data };
    },
  };
}

/* @__NO_SIDE_EFFECTS__ */
const fitting = (fits: (value: unknown) => boolean, code = 'invalid_type') =>
  schema((value, issues) => (fits(value) ? value : refuse(issues, code)));

/* @__NO_SIDE_EFFECTS__ */
export const string = () => fitting((value) => typeof value === 'string');

/** JSON has numbers that are too large for one: they parse to infinity. */
/* @__NO_SIDE_EFFECTS__ */
export const number = () => fitting((value) => Number.isFinite(value));

/* @__NO_SIDE_EFFECTS__ */
export const boolean = () => fitting((value) => typeof value === 'boolean');

/** JSON has no undefined: it is what is not there. */
/* @__NO_SIDE_EFFECTS__ */
export const unknown = () => fitting((value) => value !== undefined);

/* @__NO_SIDE_EFFECTS__ */
export const literal = (only: unknown) => fitting((value) => value === only, 'invalid_value');

/* @__NO_SIDE_EFFECTS__ */
export const custom = (fits: (value: unknown) => boolean) => fitting(fits, 'custom');

/* @__NO_SIDE_EFFECTS__ */
export const nullable = ({ read }: LeanSchema) =>
  schema((value, issues) => (value === null ? value : read(value, issues)));

/* @__NO_SIDE_EFFECTS__ */
export const optional = ({ read }: LeanSchema) =>
  schema((value, issues) => (value === undefined ? value : read(value, issues)));

/* @__NO_SIDE_EFFECTS__ */
export const array = (item: LeanSchema) =>
  schema((value, issues) =>
    Array.isArray(value)
      ? value.map((each, index) => readBelow(index, item, each, issues))
      : refuse(issues, 'invalid_type'),
  );

/** What the shape does not name is left out. */
/* @__NO_SIDE_EFFECTS__ */
export const object = (shape: Shape) => ({
  shape,
  ...schema((value, issues) => {
    const from = objectOf(value, issues);
    const data: Record<string, unknown> = {};
    for (const [key, below] of from ? Object.entries(shape) : []) {
      const found = readBelow(key, below, from?.[key], issues);
      if (found !== undefined) data[key] = found;
    }
    return data;
  }),
});

/** What the shape does not name is refused. */
/* @__NO_SIDE_EFFECTS__ */
export const strictObject = (shape: Shape) =>
  schema((value, issues) => {
    const data = object(shape).read(value, issues);
    if (Object.keys(objectOf(value, []) ?? {}).some((key) => !(key in shape))) refuse(issues, 'unrecognized_keys');
    return data;
  });

/* @__NO_SIDE_EFFECTS__ */
const oneOf = (values: readonly unknown[]) => fitting((value) => values.includes(value), 'invalid_value');
export { oneOf as enum };

/* @__NO_SIDE_EFFECTS__ */
export const extend = (base: { readonly shape: Shape }, shape: Shape) => object({ ...base.shape, ...shape });

/* @__NO_SIDE_EFFECTS__ */
export const transform = (change: (value: never) => unknown) => schema((value) => change(value as never));

/* @__NO_SIDE_EFFECTS__ */
export const pipe = (one: LeanSchema, next: LeanSchema) =>
  schema((value, issues) => {
    const before = issues.length;
    const found = one.read(value, issues);
    return issues.length > before ? found : next.read(found, issues);
  });

/* @__NO_SIDE_EFFECTS__ */
export const regex =
  (pattern: RegExp): Check =>
  (value: string) =>
    !pattern.test(value) && 'invalid_format';

export const refine =
  (fits: (value: never) => boolean): Check =>
  (value) =>
    !fits(value) && 'custom';
