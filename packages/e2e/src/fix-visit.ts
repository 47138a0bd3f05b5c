import { PrmClient } from '@openprm/sdk';
import type { Page } from 'playwright-core';

/** What a page of the demo fixes. */
export interface FixedVisit {
  /** Name of the kind of visit. */
  readonly service: string;
  /** Name of the place. */
  readonly place?: string;
  /** The page is the host for the moment; by default the one with the element in the page itself. */
  readonly path?: string;
  /** Whether the element looks for who is signed in on this device. */
  readonly remember?: boolean;
}

/**
 * Opens a page of the demo whose host fixed service and place, so that nothing is to choose before the times.
 *
 * @throws when the demo clinic has no such visit there
 */
export async function fixVisit(
  page: Page,
  appUrl: string,
  { service, place = 'Riverside Clinic', path = '/book.html', remember = false }: FixedVisit,
): Promise<void> {
  const clinic = new PrmClient({ apiUrl: appUrl, key: 'pk_demo_riverside' });
  const [services, places] = await Promise.all([clinic.healthcareServices.list(), clinic.locations.list()]);
  const serviceId = services.data.find(({ name }) => name === service)?.id;
  const placeId = places.data.find(({ name }) => name === place)?.id;
  if (serviceId === undefined || placeId === undefined)
    throw new Error(`The demo clinic has no ${service} at ${place}.`);
  await page.goto(appUrl + path);
  await page.locator('prm-booking').evaluate(
    (element, fixed) => {
      element.setAttribute('healthcare-service-id', fixed.serviceId);
      element.setAttribute('location-id', fixed.placeId);
      element.toggleAttribute('remember', fixed.remember);
    },
    { serviceId, placeId, remember },
  );
}
