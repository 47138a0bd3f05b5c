import type { Formats } from '../../locales/formats.ts';
import type { Messages } from '../../locales/booking/messages.ts';
import { telephoneOf } from '../booking-selectors.ts';
import type { RuleStop, RulesState, Shared, Visit } from '../booking-state.ts';
import { locationOf, serviceOf } from '../first/visit-selectors.ts';
import type { Need } from '../flow/rules-flow.ts';

type Asked = Shared & { readonly visit: Visit };
type Numbers = (timeZone: string) => Pick<Formats, 'number'>;

/** For which ages a visit is, in words: `16 or older`. */
export function ageWords(
  { minimumAge, maximumAge }: { readonly minimumAge: number | null; readonly maximumAge: number | null },
  messages: Messages,
  formats: Numbers,
): string {
  const { number } = formats('UTC');
  if (minimumAge === null) return messages.agesTo(number(maximumAge ?? 0));
  return maximumAge === null
    ? messages.agesFrom(number(minimumAge))
    : messages.agesBetween(number(minimumAge), number(maximumAge));
}

/** Who the visit is not for, as a plain statement. */
export function needWords(state: Asked, need: Need, messages: Messages, formats: Numbers): string {
  switch (need) {
    case 'seen':
      return serviceOf(state, state.visit)?.eligibility?.patients === 'new'
        ? messages.rules.seenBefore
        : messages.rules.newHere;
    case 'age':
      return messages.rules.age(otherAges(state, messages, formats));
    case 'referral':
      return messages.rules.noReferral;
  }
}

/** For which ages a visit is not: `younger than 16`. */
function otherAges(state: Asked, messages: Messages, formats: Numbers): string {
  const { minimumAge = null, maximumAge = null } = serviceOf(state, state.visit)?.eligibility ?? {};
  const { number } = formats('UTC');
  if (minimumAge === null) return messages.rules.older(number(maximumAge ?? 0));
  if (maximumAge === null) return messages.rules.younger(number(minimumAge));
  return messages.rules.youngerOrOlder(number(minimumAge), number(maximumAge));
}

/** Why this visit is not the right one, and what is. */
export function stopWords(
  state: Asked,
  stop: RuleStop,
  messages: Messages,
  formats: Numbers,
): { readonly title: string; readonly text: string } {
  switch (stop) {
    case 'emergency':
      return { title: messages.stopEmergency, text: messages.stopEmergencyText };
    case 'crisis':
      return { title: messages.stopCrisis, text: messages.stopCrisisText };
    case 'clinic':
      return { title: messages.stopClinic, text: messages.stopClinicText };
    case 'seen': {
      const isForNew = serviceOf(state, state.visit)?.eligibility?.patients === 'new';
      return { title: isForNew ? messages.stopNew : messages.stopExisting, text: messages.stopOtherVisit };
    }
    case 'age':
      return { title: messages.stopAge(agesOf(state, messages, formats)), text: messages.stopOtherVisit };
    case 'referral':
      return { title: messages.stopReferral, text: messages.stopReferralText };
  }
}

/** What the clinic itself can help with: everything but what is for an emergency or a crisis line. */
export const isOfClinic = (stop: RuleStop): boolean => stop !== 'emergency' && stop !== 'crisis';

/** What cannot wait: it begins with the number, and the number is told with it. */
export const isUrgent = (stop: RuleStop): boolean => stop === 'emergency' || stop === 'crisis' || stop === 'clinic';

/** The telephone number that is right for it; null where none is known. */
export function numberToCall(state: RulesState, stop: RuleStop): string | null {
  const place = placeOf(state);
  switch (stop) {
    case 'emergency':
      return place?.emergencyTelephone ?? null;
    case 'crisis':
      return place?.crisisTelephone ?? place?.emergencyTelephone ?? null;
    case 'clinic':
    case 'seen':
    case 'age':
    case 'referral':
      return telephoneOf(state);
  }
}

/** The place of the visit; of several that are still to choose from, the first: they are in one clinic. */
function placeOf(state: RulesState) {
  const chosen = locationOf(state, state.visit.locationId);
  return chosen ?? (state.directory.status === 'ready' ? state.directory.value.locations[0] : undefined) ?? null;
}

const agesOf = (state: Asked, messages: Messages, formats: Numbers) =>
  ageWords(serviceOf(state, state.visit)?.eligibility ?? { minimumAge: null, maximumAge: null }, messages, formats);
