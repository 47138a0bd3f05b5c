import {
  type EndpointRow,
  type FieldView,
  type Scope,
  type ShownFields,
  scopes,
  staffRolePolicies,
} from '@openprm/contract/policies';
import { Problem } from '../problem.ts';
import { holdsScope } from './check-access.ts';
import type { Principal } from './principal.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Either of them lets a key read who the patient of an appointment is. */
const identityScopes: readonly Scope[] = ['appointments:read', 'patients:read'];

/**
 * Takes out of an answer what the caller's role or key does not need: the one place that decides it, for every row alike, by the row's marks (`phi`, `visits`) and the
 * role's lists of fields. What is not on the list is `null`, so that a field that comes later is hidden until somebody decides about it. To a key that may change appointments and
 * not read them, `patient` is `null`: to change something is no way to read. (Nor does a booking give a key a credential for the visit, see `createAppointment`.)
 *
 * @param body an answer as the handler gave it, which is left as it is
 * @returns the same for who is not limited, and a copy otherwise
 * @throws Problem `permission-denied` where a mark points at something that has no fields: a text cannot be shown in part
 */
export function limitFields(
  row: Pick<EndpointRow, 'phi' | 'visits' | 'scope'>,
  principal: Principal,
  body: unknown,
): unknown {
  const marks = row.phi.filter((mark) => mark.startsWith('response'));
  const limit = (shown: readonly string[], limited: (value: unknown) => unknown, of = body) =>
    shown.reduce((left, mark) => limitAt(left, mark.split('.').slice(1), limited), of);
  switch (principal.kind) {
    case 'staff': {
      const { fields, visits } = staffRolePolicies[principal.role];
      const seen = visits === 'all' ? body : limit(row.visits ?? [], (value) => limitObject(value, visits.fields));
      return fields === 'all' ? seen : limit(marks, (value) => limitObject(value, fields), seen);
    }
    case 'secret': {
      const mayReadIdentity = identityScopes.some((scope) => holdsScope(principal, scope));
      const mayRead = isReadAllowed(row, principal);
      return limit(
        marks.filter((mark) => (mark.endsWith('.patient') ? !mayReadIdentity : !mayRead)),
        () => null,
      );
    }
    case 'publishable':
    case 'link':
    case 'patient':
    case 'person':
    case 'handle':
    case 'sign-in-link':
    case 'waitlist-link':
    case 'survey-link':
      return body;
  }
}

/** Whether a key may read what a row answers: a row that changes something needs the scope that reads the same things besides, where there is one. */
function isReadAllowed({ scope }: Pick<EndpointRow, 'scope'>, principal: Principal): boolean {
  const reading = scopes.find((known) => known === scope?.replace(/:write$/, ':read'));
  return reading === undefined || holdsScope(principal, reading);
}

/** @param path names of fields, with `[]` after the name of a list */
function limitAt(value: unknown, [name, ...rest]: readonly string[], limited: (value: unknown) => unknown): unknown {
  if (value === null || value === undefined) return value;
  if (name === undefined) return limited(value);
  if (!isObject(value)) throw new Problem('permission-denied');
  const isList = name.endsWith('[]');
  const key = isList ? name.slice(0, -2) : name;
  const inner = value[key];
  if (!isList) return { ...value, [key]: limitAt(inner, rest, limited) };
  if (!Array.isArray(inner)) throw new Problem('permission-denied');
  return { ...value, [key]: inner.map((item: unknown) => limitAt(item, rest, limited)) };
}

function limitObject(value: unknown, fields: ShownFields): JsonObject {
  if (!isObject(value))
    throw new Problem('permission-denied', {
      detail: "What this address answers cannot be shown to this person's role.",
    });
  return Object.fromEntries(
    Object.entries(value).map(([name, content]) => [
      name,
      Object.hasOwn(fields, name) ? show(content, fields[name] ?? 'initial') : null,
    ]),
  );
}

function show(content: unknown, view: FieldView): unknown {
  if (typeof view === 'object') return content === null ? null : limitObject(content, view);
  switch (view) {
    case 'whole':
      return content;
    case 'initial': {
      const [first] = typeof content === 'string' ? new Intl.Segmenter().segment(content) : [];
      return first === undefined ? null : `${first.segment}.`;
    }
  }
}
