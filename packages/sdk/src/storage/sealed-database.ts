/** The IndexedDB that keeps what is sealed. Where there is none nothing was ever kept, which can be known without the code that seals. */
export const sealedDatabase = 'openprm-sealed';
