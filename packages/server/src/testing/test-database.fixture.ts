/** Which database the suite runs on. By itself, for whoever does not need the server that comes with it. */
export const testDatabase = process.env['OPENPRM_TEST_DATABASE'] === 'postgres' ? 'postgres' : 'pglite';
