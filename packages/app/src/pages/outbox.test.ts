import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appOf } from '../app.fixture.ts';
import { mailOf } from '../reference-server.fixture.ts';

test('lists mails, newest first', async () => {
  const { app } = appOf({
    mails: [
      mailOf({ id: 'a', subject: 'Booked' }),
      mailOf({ id: 'b', subject: 'Cancelled', acceptedAt: '2026-11-21T00:00:00Z' }),
    ],
  });
  const response = await app.request('/outbox');
  const text = await response.text();
  assert.equal(response.headers.get('Cache-Control'), 'no-store');
  assert.ok(text.indexOf('Cancelled') < text.indexOf('Booked'));
});

test('a mail that cannot be read is named before the others, and takes none of them with it', async () => {
  const damagedMails = [{ id: 'mail_x', problem: 'sealed-value-changed: outbox_mail/mail_x. Restore it.' }];
  const read = async (mails: readonly ReturnType<typeof mailOf>[]) =>
    (await appOf({ mails, damagedMails }).app.request('/outbox')).text();
  const text = await read([mailOf({ subject: 'Booked' })]);
  assert.match(text, /1 mail cannot be read[^]*outbox_mail\/mail_x\. Restore it\.[^]*Booked/);
  assert.doesNotMatch(await read([]), /No mail yet/);
});

test('an empty outbox says what fills it', async () => {
  assert.match(await (await appOf().app.request('/outbox')).text(), /No mail yet/);
});

test('a mail shows its text, and only our own addresses are links', async () => {
  const { app } = appOf({ mails: [mailOf()] });
  const text = await (await app.request('/outbox/mail_1')).text();
  assert.ok(
    text.includes('<a href="http://localhost:4870/manage#lnk_abc.def">http://localhost:4870/manage#lnk_abc.def</a>'),
  );
  assert.doesNotMatch(text, /href="https:\/\/elsewhere/);
  assert.doesNotMatch(text, /<title>[^<]*(Dana|Riverside)/);
});

test('a mail full of markup is text', async () => {
  const { app } = appOf({
    mails: [mailOf({ subject: '<script>1</script>', text: '<script>2</script> http://localhost:4870/"onclick=x' })],
  });
  const text = await (await app.request('/outbox/mail_1')).text();
  assert.doesNotMatch(text, /<script>|"onclick/);
});

test('its calendar file is a download', async () => {
  const { app } = appOf({ mails: [mailOf()] });
  const response = await app.request('/outbox/mail_1/attachments/0');
  assert.equal(response.headers.get('Content-Type'), 'text/calendar; charset=utf-8; method=REQUEST');
  assert.equal(response.headers.get('Content-Disposition'), 'attachment; filename="visit.ics"');
  assert.equal(await response.text(), 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n');
});

for (const path of ['/outbox/other', '/outbox/mail_1/attachments/1', '/outbox/mail_1/attachments/__proto__']) {
  test(`there is nothing at ${path}`, async () => {
    assert.equal((await appOf({ mails: [mailOf()] }).app.request(path)).status, 404);
  });
}
