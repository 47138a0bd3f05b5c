import type * as rows from './locations.ts';
import { type PoliciesOf, publicRead, setUp, setUpRead } from './policy.ts';

export const locationPolicies = {
  listLocations: publicRead('Locations', 'List locations; with a publishable key the active ones'),
  createLocation: setUp('Locations', 'Create a location', ['not-found']),
  getLocation: setUpRead('Locations', 'Read a location', ['not-found']),
  updateLocation: setUp('Locations', 'Change or retire a location', ['not-found']),
} satisfies PoliciesOf<typeof rows>;
