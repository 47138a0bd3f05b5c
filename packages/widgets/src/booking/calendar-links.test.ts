import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { appointmentFixture, newPatientFixture, okaforFixture } from '@openprm/testing';
import { calendarEntryOf, googleCalendarLink, outlookCalendarLink } from './calendar-links.ts';

const appointment = appointmentFixture();
const entry = calendarEntryOf(appointment, 'Visit at Riverside & Sons + Co', 'Video visit');
const links = [
  new URL(googleCalendarLink(entry)),
  new URL(outlookCalendarLink(entry, 'personal')),
  new URL(outlookCalendarLink(entry, 'work')),
] as const;

describe('the links to a calendar', () => {
  it('carry title, place and the times in UTC', () => {
    const [google, personal, work] = links;
    assert.equal(google.host, 'calendar.google.com');
    assert.equal(google.searchParams.get('text'), 'Visit at Riverside & Sons + Co');
    assert.equal(google.searchParams.get('dates'), '20261126T163000Z/20261126T171500Z');
    assert.equal(personal.host, 'outlook.live.com');
    assert.equal(work.host, 'outlook.office.com');
    for (const { pathname, searchParams } of [personal, work]) {
      assert.equal(pathname, '/calendar/0/deeplink/compose');
      assert.equal(searchParams.get('subject'), 'Visit at Riverside & Sons + Co');
      assert.equal(searchParams.get('startdt'), '2026-11-26T16:30:00Z');
      assert.equal(searchParams.get('enddt'), '2026-11-26T17:15:00Z');
    }
    for (const { searchParams } of links) {
      assert.equal(searchParams.get('location'), `${appointment.display.location}, ${appointment.display.address}`);
    }
  });

  it('say neither who comes, nor to whom, nor why', () => {
    assert.ok(appointment.patient);
    const { given, family, email, phone, birthDate } = appointment.patient;
    const secret = [given, family, email, phone, birthDate, okaforFixture.name, newPatientFixture.name, appointment.id];
    for (const { href } of links) {
      const told = decodeURIComponent(href.replaceAll('+', ' '));
      for (const word of secret) assert.ok(word !== null && !told.includes(word), `${word} is in ${told}`);
    }
  });

  it('name no address for a video visit', () => {
    const video = calendarEntryOf(appointmentFixture({ mode: 'telehealth' }), 'Visit', 'Video visit');
    assert.equal(new URL(googleCalendarLink(video)).searchParams.get('location'), 'Video visit');
  });
});
