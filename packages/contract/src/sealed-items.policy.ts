import type { PoliciesOf } from './policy.ts';
import type * as rows from './sealed-items.ts';

export const sealedItemPolicies = {
  getLinkSealing: {
    summary: 'Read what a survey’s link seals with',
    tag: 'Sealed items',
    access: ['survey-link'],
    own: 'credential',
    phi: [],
    problems: [],
  },
  openSealedItems: {
    summary: 'Open what a device of this person has kept sealed',
    tag: 'Sealed items',
    access: ['person', 'survey-link'],
    own: 'credential',
    phi: ['body.envelopes[]', 'response.data[].opened'],
    problems: ['session-ended'],
    // what is opened goes back to this session and is kept nowhere
    remembers: false,
  },
} satisfies PoliciesOf<typeof rows>;
