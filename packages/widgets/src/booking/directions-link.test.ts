import assert from 'node:assert/strict';
import { it } from 'node:test';
import { appointmentFixture, newPatientFixture, okaforFixture } from '@openprm/testing';
import { directionsLink } from './directions-link.ts';

it('leads to the place, and says neither who comes, nor to whom, nor why', () => {
  const appointment = appointmentFixture();
  const { host, searchParams, href } = new URL(directionsLink(appointment) ?? '');
  assert.equal(host, 'www.google.com');
  assert.equal(searchParams.get('destination'), `${appointment.display.location}, ${appointment.display.address}`);
  assert.ok(appointment.patient);
  const { given, family, email, phone } = appointment.patient;
  const told = decodeURIComponent(href.replaceAll('+', ' '));
  for (const word of [given, family, email, phone, okaforFixture.name, newPatientFixture.name, appointment.id])
    assert.ok(word !== null && !told.includes(word), `${word} is in ${told}`);
});

it('leads nowhere for a visit by video', () => {
  assert.equal(directionsLink(appointmentFixture({ mode: 'telehealth' })), null);
});
