import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code, email, id, instantText, line, page, paging } from './primitives.ts';

/** Roles of a clinic's staff: what each may do and see stands in `staff-roles.policy.ts`. */
export const staffRoles = ['owner', 'clinician', 'front-desk', 'volunteer'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** Whether somebody can sign in: not before the invitation is accepted, and not while suspended. */
export const staffStatuses = ['invited', 'active', 'suspended'] as const;

/** Somebody who works at the clinic. */
export const staffSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: code(staffRoles),
  status: code(staffStatuses),
  /** While an invitation is open: how long it is good. */
  invitationExpiresAt: z.nullable(instantText),
  createdAt: instantText,
});
export type Staff = z.output<typeof staffSchema>;

/** Who was changed. Name and address are null where the record cannot be read any more: role and status are changed all the same. */
export const changedStaffSchema = z.object({
  ...staffSchema.shape,
  name: z.nullable(z.string()),
  email: z.nullable(z.string()),
});
export type ChangedStaff = z.output<typeof changedStaffSchema>;

/** The invitation goes to this address; its link sets the password and the second factor. */
export const staffCreateSchema = z.strictObject({ name: line(100), email, role: z.enum(staffRoles) });
export type StaffCreate = z.input<typeof staffCreateSchema>;

/** Another role, or an account that is stopped or opened again. Both count from the next request on. */
export const staffUpdateSchema = z.strictObject({
  role: z.optional(z.enum(staffRoles)),
  status: z.optional(z.enum(['active', 'suspended'])),
});
export type StaffUpdate = z.input<typeof staffUpdateSchema>;

/** Who is signed in, and what the role allows. */
export const staffSessionSchema = z.object({
  staff: z.object({ id: z.string(), name: z.string(), role: code(staffRoles) }),
  /** What the operator calls the clinic. */
  tenantName: z.string(),
  /** Names of scopes; a client ignores those that it does not know. */
  scopes: z.array(z.string()),
  /** Without a request for so long, the session is over. */
  idleMinutes: z.number(),
  /** Over at the latest then. */
  endsAt: instantText,
});
export type StaffSession = z.output<typeof staffSessionSchema>;

/** One of the own sessions, that are open at this moment. */
export const ownStaffSessionSchema = z.object({
  id: z.string(),
  startedAt: instantText,
  /** To half a minute. */
  lastUsedAt: instantText,
  /** Whether it is the one that asks. */
  isCurrent: z.boolean(),
});
export type OwnStaffSession = z.output<typeof ownStaffSessionSchema>;

const params = z.strictObject({ id: id('stf') });
const nothing = z.strictObject({});

export const listStaff = endpoint({
  method: 'GET',
  path: '/v1/staff',
  query: z.strictObject(paging),
  response: page(staffSchema),
});
export const createStaff = endpoint({
  method: 'POST',
  path: '/v1/staff',
  body: staffCreateSchema,
  response: staffSchema,
  creates: true,
});
export const updateStaff = endpoint({
  method: 'PATCH',
  path: '/v1/staff/{id}',
  params,
  body: staffUpdateSchema,
  response: changedStaffSchema,
});
/** A new link, for who lost the first one, the password or the authenticator. Until it is used, this person cannot sign in. */
export const inviteStaff = endpoint({
  method: 'POST',
  path: '/v1/staff/{id}/invite',
  params,
  body: nothing,
  response: staffSchema,
});
/** Ends every session of this person, everywhere, at once. */
export const signOutStaff = endpoint({ method: 'POST', path: '/v1/staff/{id}/sign-out', params, body: nothing });

/** Who this session is. */
export const getStaffSession = endpoint({
  method: 'GET',
  path: '/v1/staff-sessions/current',
  response: staffSessionSchema,
});
/** Signs out. */
export const endStaffSession = endpoint({ method: 'DELETE', path: '/v1/staff-sessions/current' });
/** Signs out everywhere. */
export const endStaffSessions = endpoint({ method: 'DELETE', path: '/v1/staff-sessions' });
/** Where one is signed in, the newest first. */
export const listStaffSessions = endpoint({
  method: 'GET',
  path: '/v1/staff-sessions',
  query: z.strictObject(paging),
  response: page(ownStaffSessionSchema),
});
/** Signs out everywhere else. */
export const endOtherStaffSessions = endpoint({ method: 'DELETE', path: '/v1/staff-sessions/others' });
/** Ends one of the own sessions. */
export const endOneStaffSession = endpoint({
  method: 'DELETE',
  path: '/v1/staff-sessions/{id}',
  params: z.strictObject({ id: id('ses') }),
});
