/**
 * What a vendor tests with. Here: typed fixtures of an invented clinic. The msw handlers stand in `@openprm/testing/msw`, so that msw is only
 * needed by who uses them.
 */
export * from './fixtures/booking.ts';
export * from './fixtures/directory.ts';
