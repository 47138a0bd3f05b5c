/** Whether a PATCH gives any field at all. */
export const hasChanges = (changes: object): boolean => Object.values(changes).some((value) => value !== undefined);
