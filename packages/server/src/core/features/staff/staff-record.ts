import type { Keys } from '../../ports.ts';

/** What a staff row holds sealed. */
export interface StaffIdentity {
  readonly name: string;
  readonly email: string;
}

/** Which row a name and an address are sealed for. */
export const staffIdentity = (staffId: string) => `staff/${staffId}`;

/** Seals name and address for one row; they open in no other. */
export const sealStaff = (keys: Keys, tenantId: string, staffId: string, identity: StaffIdentity) =>
  keys.seal(tenantId, staffIdentity(staffId), JSON.stringify(identity));

/** Opens them. @throws when the row was changed or the keys are others */
export const openStaff = async (
  keys: Keys,
  tenantId: string,
  staffId: string,
  sealed: Uint8Array,
): Promise<StaffIdentity> => JSON.parse(await keys.open(tenantId, staffIdentity(staffId), sealed)) as StaffIdentity;

/** By what a row is found from a typed address, whatever its case: a keyed MAC, so that the database does not tell who works here. */
export const staffEmailIndex = (keys: Keys, tenantId: string, email: string) =>
  keys.mac(tenantId, 'staff', `email/${email.trim().toLowerCase()}`);
