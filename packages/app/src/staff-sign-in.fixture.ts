import type { StaffRole } from '@openprm/contract';
import type { StaffEnrolment, StaffPasswordChange, StaffProof, StaffSignIn } from './reference-server.ts';

// How staff sign in at a pretended server: what is right is a word, and what it answers is the same for everybody.

/** The credential of a session in a role that the pretended server takes. */
export const sessionOf = (role: StaffRole) => `sst_${role}`;

/** Takes the password `right` and the code `123456`, of whoever asks. */
export const signIn: StaffSignIn = {
  onlyTenant: async () => 'ten_demoriverside',
  async checkPassword({ email, password }) {
    if (email === 'busy@riverside.example') return { outcome: 'wait', seconds: 700 };
    if (email === 'crowd@riverside.example') return { outcome: 'busy', seconds: 5 };
    return password === 'right'
      ? { outcome: 'code-needed', token: 'sip_pretended', factor: 'mail' }
      : { outcome: 'refused' };
  },
  async checkCode({ token, code }) {
    if (token !== 'sip_pretended') return { outcome: 'over' };
    const signedIn = { outcome: 'signed-in', session: sessionOf('owner'), devices: 'known' } as const;
    if (code === '123456') return { ...signedIn, recoveryCodesLeft: undefined };
    if (code === 'recovery') return { ...signedIn, recoveryCodesLeft: 3 };
    return { outcome: 'refused', triesLeft: 4 };
  },
  signOut: async () => undefined,
};

/** Takes any invitation and any password that is long enough. */
export const enrolment: StaffEnrolment = {
  async accept({ invitation, password }) {
    if (!invitation.startsWith('inv_')) return { outcome: 'refused' };
    return password.length < 15
      ? { outcome: 'password-refused', problem: 'too-short' }
      : { outcome: 'accepted', token: 'sip_enrolling' };
  },
  setup: async (token) =>
    token === 'sip_enrolling'
      ? {
          uri: 'otpauth://totp/Riverside:olive?secret=GEZDGNBV',
          secret: 'GEZDGNBVGY3TQOJQ',
          email: 'olive@riverside.example',
        }
      : undefined,
  confirm: async ({ code }) =>
    code === '123456'
      ? { outcome: 'enrolled', session: sessionOf('owner'), devices: 'known', recoveryCodes: ['k3wq-7n2x-p9fd-zt4h'] }
      : { outcome: 'refused', triesLeft: 4 },
};

/** Takes `right` as the password that is. */
export const passwordChange: StaffPasswordChange = {
  async begin({ current, next }) {
    if (current !== 'right') return { outcome: 'refused' };
    return next.length < 15
      ? { outcome: 'password-refused', problem: 'too-short' }
      : { outcome: 'code-needed', token: 'sip_changing', factor: 'totp' };
  },
  async confirm({ token, code }) {
    if (token !== 'sip_changing') return { outcome: 'over' };
    return code === '123456'
      ? { outcome: 'changed', session: sessionOf('owner') }
      : { outcome: 'refused', triesLeft: 1 };
  },
};

/** Asks for the code of an app. */
export const proof: StaffProof = {
  begin: async () => ({ outcome: 'code-needed', token: 'sip_proving', factor: 'totp' }),
  async confirm({ token, code }) {
    if (token !== 'sip_proving') return { outcome: 'stale' };
    return code === '123456'
      ? { outcome: 'proven', session: sessionOf('owner') }
      : { outcome: 'refused', triesLeft: 1 };
  },
};
