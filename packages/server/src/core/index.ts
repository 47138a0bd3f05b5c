/**
 * The portable core of the reference PRM API: no `node:*`, no driver, no timer. `@openprm/server/node` puts a process around it, and
 * `@openprm/testing/server` runs it in a test or a browser.
 */
export { type Core, type CoreOptions, createCore } from './create-core.ts';
export { migrate } from './database/migrate.ts';
export type { Tables } from './database/tables.ts';
export { type OutboxMail, createOutboxChannel, listOutbox } from './features/mail/outbox-channel.ts';
export { createKeys } from './keys/root-keys.ts';
export * from './ports.ts';
export { createTenant, type NewTenant } from './tenants/create-tenant.ts';
export { demoTenant, openDemoClinic } from './tenants/open-demo-clinic.ts';
export { journalChannel } from './journal/sequencer.ts';
