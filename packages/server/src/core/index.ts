/**
 * The portable core of the reference PRM API: no `node:*`, no driver, no timer. `@openprm/server/node` puts a process around it, and
 * `@openprm/testing/server` runs it in a test or a browser.
 */
export { type Core, type CoreOptions, createCore } from './create-core.ts';
export { migrate } from './database/migrate.ts';
export type { Tables } from './database/tables.ts';
export type { AuthenticatorSetup, StaffEnrolment } from './features/staff-sessions/enrolment.ts';
export type { StaffPasswordChange } from './features/staff-sessions/change-password.ts';
export type { StaffProof } from './features/staff-sessions/staff-proof.ts';
export type { PasswordProblem } from './features/staff-sessions/password-rules.ts';
export type { StaffSignIn } from './features/staff-sessions/staff-sign-in.ts';
export { type Outbox, type OutboxMail, createOutboxChannel, listOutbox } from './features/mail/outbox-channel.ts';
export { type LimitSettings, defaultLimits, readLimits } from './http/limits/limit-settings.ts';
export { describeError } from './http/database-errors.ts';
export { KeyError, type KeyErrorCode } from './keys/key-error.ts';
export { eraseByOperator } from './features/erasure/erase-by-operator.ts';
export { type ErasureList, ErasureListError, replayErasures } from './features/erasure/erasure-list.ts';
export { FilesError, type FilesErrorCode } from './files/files-error.ts';
export { createMemoryFiles } from './files/memory-files.ts';
export { checkFileName } from './files/file-name.ts';
export { maxFileBytes } from './files/stored-files.ts';
export { upgradeFirstRelease } from './keys/first-release.ts';
export { createRootKeys, rootKeyId } from './keys/root-keys.ts';
export { type ApiKey } from './features/api-keys/key-repository.ts';
export {
  type ApiKeyCreate,
  type KeyPorts,
  addOrigin,
  createApiKey,
  listApiKeys,
  removeOrigin,
  revokeApiKey,
} from './features/api-keys/manage-keys.ts';
export { type Rotation, countWrapped, findLostTenants, rotateKeys } from './keys/rotate.ts';
export type { RotationDamage } from './keys/rotation-damage.ts';
export { webCiphers } from './keys/sealed-value.ts';
export { createKeys } from './keys/tenant-keys.ts';
export { createWebPasswords } from './keys/web-passwords.ts';
export * from './ports.ts';
export { createTenant, type NewTenant } from './tenants/create-tenant.ts';
export { type DemoStaff, demoPassword, demoStaff } from './tenants/demo-staff.ts';
export { type OwnerInvite, inviteOwner } from './tenants/invite-owner.ts';
export { demoTenant, openDemoClinic } from './tenants/open-demo-clinic.ts';
export type { AuditRecordLine, AuditRecordStore } from './journal/audit-record.ts';
export { type RecordedAudit, noRecord, readAuditRecord } from './journal/read-audit-record.ts';
export { journalChannel } from './journal/sequencer.ts';
export {
  type AuditFault,
  type AuditFinding,
  type AuditReport,
  type VerifyOptions,
  verifyAudit,
} from './journal/verify-audit.ts';
