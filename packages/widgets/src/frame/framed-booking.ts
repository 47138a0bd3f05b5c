import type { FramedElement } from './framed-element.ts';

/** `<prm-booking>` as it stands in a frame. */
export const framedBooking = {
  name: 'booking',
  settings: {
    healthcareServiceId: 'healthcare-service-id',
    locationId: 'location-id',
    practitionerId: 'practitioner-id',
  },
  flags: { remember: 'remember' },
  firstHeight: ({ healthcareServiceId, locationId }) => (healthcareServiceId && locationId ? [37, 56] : [20, 20]),
  personalHeight: () => [40, 68],
  linkPage: (link) => (link.startsWith('wll_') ? '/waitlist' : '/manage'),
  facts: ['prm-appointment-booked', 'prm-appointment-rescheduled', 'prm-appointment-cancelled', 'prm-waitlist-joined'],
  signals: [],
  intents: ['prm-appointment-booking'],
} as const satisfies FramedElement;
