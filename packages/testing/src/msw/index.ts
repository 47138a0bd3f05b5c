/** Typed msw handlers: one endpoint by {@link handle}, a whole clinic in memory by {@link createClinicHandlers}. */
export { type Clinic, type ClinicOptions, createClinicHandlers } from './create-clinic-handlers.ts';
export { type Authenticate, type Principal } from './credential.ts';
export { handle, type HandleOptions, type MockRequest, type Resolver } from './handle.ts';
export { Problem, type ProblemExtras } from './problem.ts';
