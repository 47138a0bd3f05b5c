import type { Shared, WhatState } from '../booking-state.ts';

/** Services that can be chosen: those of the fixed place, or the fixed one. */
export function offeredServices(state: Shared) {
  if (state.directory.status !== 'ready') return [];
  const { healthcareServiceId, locationId } = state.setting;
  return state.directory.value.healthcareServices.filter(
    (service) =>
      (healthcareServiceId === null || service.id === healthcareServiceId) &&
      (locationId === null || service.locationIds.includes(locationId)),
  );
}

/** Places where the chosen service is offered. */
export function offeredLocations(state: Shared, healthcareServiceId: string | null) {
  if (state.directory.status !== 'ready' || healthcareServiceId === null) return [];
  const service = state.directory.value.healthcareServices.find(({ id }) => id === healthcareServiceId);
  const { locationId } = state.setting;
  return state.directory.value.locations.filter(
    ({ id }) => (locationId === null || id === locationId) && service?.locationIds.includes(id),
  );
}

/** Whether there is anything to choose before the times. */
export function hasChoice(state: Shared): boolean {
  const services = offeredServices(state);
  const [only] = services;
  return services.length !== 1 || !only || offeredLocations(state, only.id).length > 1;
}

/** Chooses what has one choice only. */
export function preselect(state: WhatState): WhatState {
  const services = offeredServices(state);
  const healthcareServiceId = services.length === 1 ? (services[0]?.id ?? null) : state.healthcareServiceId;
  const locations = offeredLocations(state, healthcareServiceId);
  const isOffered = locations.some(({ id }) => id === state.locationId);
  const locationId = locations.length === 1 ? (locations[0]?.id ?? null) : isOffered ? state.locationId : null;
  return { ...state, healthcareServiceId, locationId };
}
