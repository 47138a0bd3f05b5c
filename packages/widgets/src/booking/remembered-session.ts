import { PatientSession } from '@openprm/sdk';

/** The session that is remembered on this device for a clinic's elements, if there is one. A file of its own: who books without one loads nothing of it. */
export const rememberedSession = (apiUrl: string, key: string): PatientSession =>
  new PatientSession({ apiUrl, key, remember: true });
