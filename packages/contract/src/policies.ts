/**
 * The table of endpoints: every row whole. Only the server, its tests and the documents load this module; a browser loads the rows it calls
 * from the package's main entry, one export each.
 */
import * as appointments from './appointments.ts';
import { appointmentPolicies } from './appointments.policy.ts';
import * as busyTimes from './busy-times.ts';
import { busyTimePolicies } from './busy-times.policy.ts';
import type { Endpoint } from './endpoint.ts';
import * as healthcareServices from './healthcare-services.ts';
import { healthcareServicePolicies } from './healthcare-services.policy.ts';
import * as holds from './holds.ts';
import { holdPolicies } from './holds.policy.ts';
import * as locations from './locations.ts';
import { locationPolicies } from './locations.policy.ts';
import * as organizations from './organizations.ts';
import { organizationPolicies } from './organizations.policy.ts';
import type { PoliciesOf, Policy } from './policy.ts';
import * as practitioners from './practitioners.ts';
import { practitionerPolicies } from './practitioners.policy.ts';
import * as schedules from './schedules.ts';
import { schedulePolicies } from './schedules.policy.ts';
import * as slots from './slots.ts';
import { slotPolicies } from './slots.policy.ts';

export { type Policy, type PrincipalKind, principalKinds } from './policy.ts';

type Table<Rows> = { readonly [Name in keyof PoliciesOf<Rows>]: Name extends keyof Rows ? Rows[Name] & Policy : never };

const join = <Rows extends object>(rows: Rows, policies: PoliciesOf<Rows>): Table<Rows> =>
  Object.fromEntries(
    Object.entries<Policy>(policies).map(([name, policy]) => [
      name,
      { ...(rows[name as keyof Rows] as Endpoint), ...policy },
    ]),
  ) as unknown as Table<Rows>;

/** Every endpoint by its name, which is also its OpenAPI `operationId`. */
export const endpointTable = {
  ...join(organizations, organizationPolicies),
  ...join(locations, locationPolicies),
  ...join(practitioners, practitionerPolicies),
  ...join(healthcareServices, healthcareServicePolicies),
  ...join(schedules, schedulePolicies),
  ...join(busyTimes, busyTimePolicies),
  ...join(slots, slotPolicies),
  ...join(holds, holdPolicies),
  ...join(appointments, appointmentPolicies),
};

/** The type of the table, from which the server's handlers and the msw handlers are derived. */
export type EndpointTable = typeof endpointTable;

/** The name of an endpoint. */
export type EndpointName = keyof EndpointTable;

/** Any row of the table. */
export type EndpointRow = Endpoint & Policy;

/** The rows as a list, in the order of the documents. */
export const endpointRows: readonly (EndpointRow & { readonly name: EndpointName })[] = (
  Object.entries(endpointTable) as [EndpointName, EndpointRow][]
).map(([name, row]) => ({ ...row, name }));
