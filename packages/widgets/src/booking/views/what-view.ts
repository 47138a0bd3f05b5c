import type { HealthcareService, Location } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { offeredLocations, offeredServices } from '../flow/choice.ts';
import { telephoneOf } from '../booking-selectors.ts';
import type { WhatState } from '../booking-state.ts';
import { callLine } from './failure-notice.ts';
import { heading, progress } from './progress.ts';
import type { ViewContext } from './view-context.ts';

/** What and where: radio cards, each with what helps to choose. */
export function whatView(state: WhatState, context: ViewContext) {
  const { messages, send } = context;
  const services = offeredServices(state);
  const locations = offeredLocations(state, state.healthcareServiceId);
  if (services.length === 0) {
    return html`${heading(messages.whatTitle)}
      <p>${messages.nothingOffered} ${callLine(messages, telephoneOf(state))}</p>
      <slot name="fallback"></slot>`;
  }
  const isServiceChosen = services.length === 1;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    send({ type: 'times-asked' });
  };
  return html`
    ${progress(state, context)} ${heading(isServiceChosen ? messages.whereTitle : messages.whatTitle)}
    <form class="stack" novalidate @submit=${onSubmit}>
      ${
        isServiceChosen
          ? nothing
          : html`<fieldset class="options">
              <legend class="unseen">${messages.whatTitle}</legend>
              ${repeat(
                services,
                ({ id }) => id,
                (service) => serviceCard(service, state, context),
              )}
            </fieldset>`
      }
      ${
        locations.length > 1
          ? html`<fieldset class="options">
              <legend class=${isServiceChosen ? 'unseen' : 'legend'}>${messages.whereTitle}</legend>
              ${repeat(
                locations,
                ({ id }) => id,
                (location) => locationCard(location, state, context),
              )}
            </fieldset>`
          : nothing
      }
      <div class="footer">
        <p class="problem" id="missing" role="alert">
          ${state.missing === 'healthcare-service' ? messages.chooseService : state.missing === 'location' ? messages.chooseLocation : nothing}
        </p>
        <button class="button primary" part="button button-primary" type="submit">${messages.seeTimes}</button>
      </div>
    </form>
  `;
}

function serviceCard(service: HealthcareService, state: WhatState, { messages, formats, send }: ViewContext) {
  const isVideo = service.mode === 'telehealth';
  const detail = service.description ?? (isVideo ? messages.telehealthHint : null);
  return html`
    <label class="option" part="option">
      <input
        class="radio"
        type="radio"
        name="healthcare-service"
        value=${service.id}
        .checked=${state.healthcareServiceId === service.id}
        @change=${() => send({ type: 'service-chosen', healthcareServiceId: service.id })}
      />
      <span class="option-text">
        <bdi class="option-name">${service.name}</bdi>
        ${detail ? html`<bdi class="muted">${detail}</bdi>` : nothing}
      </span>
      <span class="muted option-meta">
        <span>${messages.minutes(service.durationMinutes, formats('UTC').number(service.durationMinutes))}</span>
        <span>${isVideo ? messages.telehealth : messages.inPerson}</span>
      </span>
    </label>
  `;
}

function locationCard(location: Location, state: WhatState, { send }: ViewContext) {
  return html`
    <label class="option" part="option">
      <input
        class="radio"
        type="radio"
        name="location"
        value=${location.id}
        .checked=${state.locationId === location.id}
        @change=${() => send({ type: 'location-chosen', locationId: location.id })}
      />
      <span class="option-text">
        <bdi class="option-name">${location.name}</bdi>
        <bdi class="muted">${location.address.line}, ${location.address.city}</bdi>
      </span>
    </label>
  `;
}
