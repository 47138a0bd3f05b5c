import type { FramedElement } from './framed-element.ts';

/** `<prm-access-log>` as it stands in a frame. */
export const framedAccessLog = {
  name: 'access-log',
  settings: {},
  flags: { remember: 'remember' },
  firstHeight: () => [36, 44],
  personalHeight: () => [36, 44],
  linkPage: () => '/records',
  facts: [],
  signals: ['prm-signed-in', 'prm-signed-out'],
  intents: [],
} as const satisfies FramedElement;
