import { HealthcareServices, Locations, Practitioners, type Transport } from '@openprm/sdk';
import { type Access, createBookingTransport } from './booking-api.ts';
import type { BookingState, Setting } from './booking-state.ts';

type Attribute = 'healthcare-service-id' | 'location-id' | 'practitioner-id';

/** What may be beyond one page of a list is not called unknown. */
const pageLimit = 200;

/** What the clinic was asked for already. */
const asked = new WeakMap<Setting, Set<Attribute>>();

/**
 * Says on the console which attributes name what the clinic does not have: a patient sees only that nothing can be booked. What is seen has names for
 * all that can be booked, so the clinic is asked only for an attribute whose id has none there, and once for each setting.
 */
export async function tellUnknownIds(state: BookingState, access: Access): Promise<void> {
  if (state.step !== 'what' && state.step !== 'when') return;
  const done = asked.get(state.setting) ?? new Set();
  asked.set(state.setting, done);
  const doubts = doubtsIn(state).filter(({ attribute }) => !done.has(attribute));
  if (doubts.length === 0) return;
  for (const { attribute } of doubts) done.add(attribute);
  const transport = createBookingTransport(access, () => {});
  const ids = await Promise.all(doubts.map(({ attribute }) => idsOf(attribute, transport).catch(() => null)));
  doubts.forEach(({ attribute, id }, at) => {
    const known = ids[at];
    if (!known || known.has(id) || known.size === pageLimit) return;
    console.error(`OpenPRM: ${attribute} of <prm-booking> is no id of this clinic: ${id}`);
  });
}

/** The ids of the host's that are not among what is shown. */
function doubtsIn(
  state: Extract<BookingState, { step: 'what' | 'when' }>,
): readonly { readonly attribute: Attribute; readonly id: string }[] {
  if (state.directory.status !== 'ready') return [];
  const { healthcareServices, locations } = state.directory.value;
  const { healthcareServiceId, locationId, practitionerId } = state.setting;
  const doubt = (attribute: Attribute, id: string | null, isShown: (id: string) => boolean) =>
    id === null || isShown(id) ? [] : [{ attribute, id }];
  const visit = [
    ...doubt('healthcare-service-id', healthcareServiceId, (id) => healthcareServices.some((each) => each.id === id)),
    ...doubt('location-id', locationId, (id) => locations.some((each) => each.id === id)),
  ];
  // Who has no open time is named by no answer, and nobody is for a visit that the clinic does not have.
  const isAnswered = visit.length > 0 || (state.step === 'when' && state.calendar.availability.status === 'ready');
  return [...visit, ...doubt('practitioner-id', practitionerId, (id) => !isAnswered || id in state.practitionerNames)];
}

async function idsOf(attribute: Attribute, transport: Transport): Promise<ReadonlySet<string>> {
  const { data } = await listOf(attribute, transport);
  return new Set(data.map(({ id }) => id));
}

function listOf(attribute: Attribute, transport: Transport): Promise<{ readonly data: readonly { id: string }[] }> {
  const page = { limit: pageLimit };
  switch (attribute) {
    case 'healthcare-service-id':
      return new HealthcareServices(transport).list(page);
    case 'location-id':
      return new Locations(transport).list(page);
    case 'practitioner-id':
      return new Practitioners(transport).list(page);
  }
}
