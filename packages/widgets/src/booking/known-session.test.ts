import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSession, type KnownSession, roadOf } from './known-session.ts';

it('nobody waits for a session that does not answer', async () => {
  const forever = new Promise<never>(() => undefined);
  const session: KnownSession = { call: () => forever, current: () => forever };
  const access = { apiUrl: 'http://localhost', publishableKey: 'pk_test_riverside', session: () => session };
  await assert.rejects(findSession(access, 1), { name: 'TimeoutError' });
});

describe('a typed form', () => {
  const never = () => new Promise<never>(() => undefined);
  const session: KnownSession = { call: never, current: never };
  const asked = { session, known: [], asked: 'dana@example.org' };
  const dana = {
    given: 'Dana',
    family: 'Reyes',
    phone: '555 010 1234',
    birthDate: '1985-03-14',
    email: ' Dana@Example.org',
  };
  const contact = { relationship: 'PRN', given: 'Robin', family: 'Reyes' } as const;

  it('is booked in the session of whoever was asked, and by a visitor for anybody else', () => {
    const goes = (patient: Parameters<typeof roadOf>[0], found: Parameters<typeof roadOf>[2]['found']) =>
      roadOf(patient, 'key-1', { found, before: null }).session !== null;
    assert.equal(goes(dana, asked), true);
    assert.equal(goes({ ...dana, email: 'other@example.org' }, asked), false);
    assert.equal(goes({ ...dana, contact }, asked), false, 'somebody in their care');
    assert.equal(goes(dana, { ...asked, asked: null }), false, 'who is not asked');
    assert.equal(goes(dana, null), false);
  });

  it('is repeated by the way that it went before, whatever was typed since', () => {
    const other = { ...dana, email: 'other@example.org' };
    const before = roadOf(dana, 'key-1', { found: asked, before: null });
    assert.equal(roadOf(other, 'key-1', { found: null, before }).session, session);
    assert.equal(roadOf(other, 'key-2', { found: asked, before }).session, null);
    const visitor = roadOf(other, 'key-3', { found: asked, before: null });
    assert.equal(roadOf(dana, 'key-3', { found: asked, before: visitor }).session, null);
  });
});
