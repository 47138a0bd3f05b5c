import type { OwnSurvey } from '@openprm/sdk';

/** A survey that waits. */
export const ownSurvey = (changes: Partial<OwnSurvey> = {}): OwnSurvey => ({
  id: 'svi_1',
  surveyId: 'svy_1',
  invitationId: 'svi_1',
  status: 'waiting',
  mode: 'named',
  minutes: 3,
  organization: { name: 'Riverside Physical Therapy', telephone: '(555) 010-4417' },
  title: 'Your visit',
  _title: null,
  askedAt: '2026-11-24T16:00:00Z',
  expiresAt: '2026-12-24T16:00:00Z',
  answeredAt: null,
  ...changes,
});
