import type { HealthcareService, Location } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { offeredLocations, offeredServices } from '../flow/choice.ts';
import { progressOf, telephoneOf } from '../booking-selectors.ts';
import type { WhatState } from '../booking-state.ts';
import { telephoneSentence } from '../../ui/telephone-sentence.ts';
import { progress } from '../first/progress.ts';
import { heading } from '../../ui/heading.ts';
import type { ViewContext } from '../first/view-context.ts';

/** What and where: radio cards, each with what helps to choose. */
export function whatView(state: WhatState, context: ViewContext) {
  const { messages, send } = context;
  const services = offeredServices(state);
  const locations = offeredLocations(state, state.healthcareServiceId);
  if (services.length === 0) {
    const telephone = telephoneOf(state);
    return html`${heading(messages.whatTitle)}
      <p>
        ${messages.nothingOffered}
        ${telephone === null ? messages.configurationText : telephoneSentence(messages.callNumber, telephone)}
      </p>
      <slot name="fallback"></slot>`;
  }
  const isServiceChosen = services.length === 1;
  const isVideo = services.some(({ id, mode }) => id === state.healthcareServiceId && mode === 'telehealth');
  const whereTitle = isVideo ? messages.whichClinic : messages.whereTitle;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    send({ type: 'times-asked' });
  };
  return html`
    ${progress(progressOf(state), context)} ${heading(isServiceChosen ? whereTitle : messages.whatTitle)}
    <form class="stack" novalidate @submit=${onSubmit}>
      ${
        isServiceChosen
          ? nothing
          : html`<fieldset class="options" aria-labelledby="heading">
              ${repeat(
                services,
                ({ id }) => id,
                (service) => serviceCard(service, state, context),
              )}
            </fieldset>`
      }
      ${
        locations.length > 1
          ? html`<fieldset class="options" aria-labelledby=${isServiceChosen ? 'heading' : nothing}>
              ${isServiceChosen ? nothing : html`<legend class="legend">${whereTitle}</legend>`}
              ${repeat(
                locations,
                ({ id }) => id,
                (location) => locationCard(location, isVideo, state, context),
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

/** WebKit leaves a radio where it is, outside the window, when an arrow key has chosen it. */
function showCard({ target }: FocusEvent) {
  if (target instanceof Element) target.closest('label')?.scrollIntoView({ block: 'nearest' });
}

function serviceCard(service: HealthcareService, state: WhatState, { messages, formats, send }: ViewContext) {
  const isVideo = service.mode === 'telehealth';
  const detail = service.description ?? (isVideo ? messages.telehealthHint : null);
  return html`
    <label class="option" part="option">
      <input
        class="radio"
        type="radio"
        @focus=${showCard}
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

/** @param isVideo nobody comes there: the city tells one from another */
function locationCard({ id, name, address }: Location, isVideo: boolean, state: WhatState, { send }: ViewContext) {
  return html`
    <label class="option" part="option">
      <input
        class="radio"
        type="radio"
        @focus=${showCard}
        name="location"
        value=${id}
        .checked=${state.locationId === id}
        @change=${() => send({ type: 'location-chosen', locationId: id })}
      />
      <span class="option-text">
        <bdi class="option-name">${name}</bdi>
        <bdi class="muted">${isVideo ? address.city : `${address.line}, ${address.city}`}</bdi>
      </span>
    </label>
  `;
}
