import type { PoliciesOf } from './policy.ts';
import type * as rows from './survey-invitations.ts';

const tag = 'Survey invitations';

export const surveyInvitationPolicies = {
  createSurveyInvitation: {
    summary: 'Make a link by which one person answers a survey once',
    tag,
    access: ['secret'],
    // whoever has the link reads what its patient has begun by it, as somebody signed in would
    scope: 'sign-in:write',
    phi: [],
    problems: ['not-found', 'already-exists'],
  },
  openSurveyInvitation: {
    summary: 'Open the link of an invitation',
    tag,
    access: ['survey-link'],
    own: 'credential',
    phi: ['response.progress'],
    problems: [],
    remembers: false,
  },
  decideSurveyMail: {
    summary: 'Decline further mails that ask, or agree to them again',
    tag,
    access: ['survey-link'],
    own: 'credential',
    phi: [],
    problems: [],
    // whoever was asked can decline for as long as they have the mail (16 CFR 316.4: 30 days at least)
    takesEndedLinks: true,
  },
} satisfies PoliciesOf<typeof rows>;
