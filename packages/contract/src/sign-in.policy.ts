import type { PoliciesOf } from './policy.ts';
import type * as rows from './sign-in.ts';

const portal = { tag: 'Sign-in', access: ['secret'], scope: 'portal:write', phi: [] } as const;
const link = { tag: 'Sign-in', access: ['secret'], scope: 'sign-in:write', phi: [], problems: ['not-found'] } as const;

export const signInPolicies = {
  createSignInCode: {
    summary: 'Send a one-time code to an address',
    tag: 'Sign-in',
    access: ['publishable'],
    phi: ['body.email'],
    problems: [],
    limits: ['codes-by-address', 'codes-by-origin', 'codes-by-key'],
  },
  createSignInLink: { ...link, summary: 'Make a link that signs a patient in once' },
  deleteSignInLink: { ...link, summary: 'End a link that was not used yet' },
  getPortal: { ...portal, summary: "Read what is registered of the clinic's portal", problems: ['not-found'] },
  putPortal: { ...portal, summary: "Register the clinic's portal and its keys", problems: [] },
  deletePortal: { ...portal, summary: 'Stop taking assertions of the portal', problems: [] },
} satisfies PoliciesOf<typeof rows>;
