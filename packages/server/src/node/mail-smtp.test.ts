import ICAL from 'ical.js';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { appointmentCalendar } from '../core/features/calendar/appointment-calendar.ts';
import { MailRefused, type OutgoingMail } from '../core/ports.ts';
import { createSmtpChannel } from './mail-smtp.ts';

const calendar = appointmentCalendar({
  tenantId: 'ten_riverside',
  appointmentId: 'apt_0123456789',
  sequence: 0,
  isCancelled: false,
  start: Date.parse('2026-11-24T14:00:00Z'),
  end: Date.parse('2026-11-24T14:45:00Z'),
  timeZone: 'America/Chicago',
  organizationName: 'Clínica 診療所',
  place: {
    mode: 'in-person',
    locationName: 'Riverside Main',
    address: { line: '120 Main Street', city: 'Riverside', state: null, postalCode: null, country: 'US' },
  },
  telephone: null,
  language: 'en',
  madeAt: 0,
  organizerEmail: 'desk@clinic.example',
  attendeeEmail: 'jo@mail.example',
});
const mail: OutgoingMail = {
  id: 'mail_0123456789',
  tenantId: 'ten_riverside',
  patientId: null,
  to: 'jo@mail.example',
  replyTo: 'desk@clinic.example',
  fromName: 'Clínica 診療所',
  subject: 'Su visita está reservada',
  text: `Su visita en Clínica 診療所 está reservada.\n.\n${'long '.repeat(300)}\nhttps://visits.example/manage#lnk_a.b.1.${'x'.repeat(43)}\n`,
  calendar,
};

const replyWith = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly isEncrypted: boolean;
}

/** A mail server on loopback that keeps what it receives. */
async function openMailServer(t: TestContext, options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
          isEncrypted: session.secure,
        });
        callback();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = listening.address();
  assert.ok(typeof address === 'object' && address !== null);
  return { received, port: address.port };
}

const channelTo = (port: number, query = '', account = '') =>
  createSmtpChannel({ url: `smtp://${account}127.0.0.1:${port}${query}`, from: 'visits@clinic.example' });

const failureOf = async (sending: Promise<void>): Promise<Error> => {
  const error: unknown = await sending.then(
    () => assert.fail('the mail was accepted'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error);
  return error;
};

describe('Mail over SMTP', () => {
  it('arrives as text, as an invitation and as an attached calendar file', async (t) => {
    const { port, received } = await openMailServer(t);
    await channelTo(port).send(mail);
    const [first] = received;
    assert.ok(first);
    assert.deepEqual([first.from, first.to], ['visits@clinic.example', ['jo@mail.example']]);
    const parsed = await PostalMime.parse(first.raw);
    assert.equal(parsed.messageId, '<mail_0123456789@clinic.example>');
    assert.deepEqual(parsed.from, { name: 'Clínica 診療所', address: 'visits@clinic.example' });
    assert.deepEqual(
      parsed.replyTo?.map(({ address }) => address),
      ['desk@clinic.example'],
    );
    assert.deepEqual(
      parsed.to?.map(({ address }) => address),
      ['jo@mail.example'],
    );
    assert.equal(parsed.subject, mail.subject);
    assert.equal(parsed.text?.trimEnd(), mail.text.trimEnd());
    assert.equal(parsed.html, undefined);
    assert.match(first.raw, /^Auto-Submitted: auto-generated\r$/m);
    assert.match(first.raw, /^Content-Type: text\/calendar; charset=utf-8; method=REQUEST/m);

    const file = parsed.attachments.find(({ filename }) => filename === 'visit.ics');
    assert.ok(file);
    const content = typeof file.content === 'string' ? file.content : new TextDecoder().decode(file.content);
    // postal-mime makes line feeds of calendar files' line ends; what was sent has both characters, as RFC 5545 asks
    assert.equal(content, calendar.content.replaceAll('\r\n', '\n'));
    const [, encoded = ''] = /filename=visit\.ics\r\n.*\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(first.raw) ?? [];
    assert.equal(Buffer.from(encoded, 'base64').toString(), calendar.content);
    const start = new ICAL.Component(ICAL.parse(content))
      .getFirstSubcomponent('vevent')
      ?.getFirstPropertyValue('dtstart');
    assert.ok(start instanceof ICAL.Time);
    assert.equal(start.toUnixTime() * 1000, Date.parse('2026-11-24T14:00:00Z'));
    assert.equal(start.zone?.tzid, 'America/Chicago');
  });

  it('keeps its Message-ID when it is sent again', async (t) => {
    const { port, received } = await openMailServer(t);
    const channel = channelTo(port);
    await channel.send(mail);
    await channel.send(mail);
    const ids = received.map(({ raw }) => /^Message-ID: (.*)\r$/im.exec(raw)?.[1]);
    assert.deepEqual(ids, ['<mail_0123456789@clinic.example>', '<mail_0123456789@clinic.example>']);
  });

  it('takes no header and no recipient from a value with line breaks', async (t) => {
    const { port, received } = await openMailServer(t);
    const broken = '\r\nBcc: eve@evil.example\r\nX-Injected: yes\r\n\r\nHello';
    await channelTo(port).send({
      ...mail,
      fromName: `Clinic${broken}`,
      subject: `Your visit${broken}`,
      calendar: null,
    });
    const [first] = received;
    assert.ok(first);
    assert.deepEqual(first.to, ['jo@mail.example']);
    const { headers, bcc, text } = await PostalMime.parse(first.raw);
    assert.equal(bcc, undefined);
    assert.deepEqual(
      headers.filter(({ key }) => key === 'bcc' || key === 'x-injected'),
      [],
    );
    assert.equal(text?.trimEnd(), mail.text.trimEnd());
  });

  it('reads no file and no address that stands in a text', async (t) => {
    const { port, received } = await openMailServer(t);
    const text = 'file:///etc/hostname';
    await channelTo(port).send({ ...mail, text, calendar: { ...calendar, content: 'data:text/plain,x' } });
    const [first] = received;
    assert.ok(first);
    const parsed = await PostalMime.parse(first.raw);
    assert.equal(parsed.text?.trim(), text);
  });

  const refusals: readonly (readonly [what: string, options: SMTPServerOptions, isRefused: boolean])[] = [
    ['550 to the recipient', { onRcptTo: (_, __, done) => done(replyWith(550, 'No such user jo@mail.example')) }, true],
    ['451 to the recipient', { onRcptTo: (_, __, done) => done(replyWith(451, 'Greylisted jo@mail.example')) }, false],
    [
      '554 to the content',
      { onData: (stream, _, done) => stream.resume().on('end', () => done(replyWith(554, 'Spam'))) },
      true,
    ],
    [
      '452 to the content',
      { onData: (stream, _, done) => stream.resume().on('end', () => done(replyWith(452, 'Full'))) },
      false,
    ],
    [
      '550 to the sender',
      { onMailFrom: (_, __, done) => done(replyWith(550, 'visits@clinic.example may not')) },
      false,
    ],
    ['554 to the connection', { onConnect: (_, done) => done(replyWith(554, 'No service for you')) }, false],
    ['421 to the connection', { onConnect: (_, done) => done(replyWith(421, 'Come back later')) }, false],
  ];
  for (const [what, options, isRefused] of refusals) {
    it(`${isRefused ? 'is refused for good by' : 'may be tried again after'} a ${what}`, async (t) => {
      const { port } = await openMailServer(t, options);
      const error = await failureOf(channelTo(port).send(mail));
      assert.equal(error instanceof MailRefused, isRefused, error.message);
      assert.match(error.message, new RegExp(`\\b${what.slice(0, 3)}\\b`));
      assert.doesNotMatch(
        JSON.stringify([error.message, error.stack, error.cause ?? null]),
        /jo@mail|visits@|Greylisted/,
      );
    });
  }

  it('may be tried again when nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    server.close();
    await once(server, 'close');
    const error = await failureOf(channelTo(address.port).send(mail));
    assert.equal(error instanceof MailRefused, false);
    assert.match(error.message, /^The mail could not be handed over: ESOCKET at CONN/);
  });

  it('may be tried again when a server says nothing in time', async (t) => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const channel = createSmtpChannel({
      url: `smtp://127.0.0.1:${address.port}`,
      from: 'visits@clinic.example',
      timeoutMs: 100,
    });
    const error = await failureOf(channel.send(mail));
    assert.equal(error instanceof MailRefused, false);
    assert.match(error.message, /ETIMEDOUT/);
  });

  it('may be tried again when a server never comes to an end', async (t) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 mail.example\r\n');
      const talking = setInterval(() => socket.write('250-and another thing\r\n'), 20);
      socket.resume().on('end', () => socket.destroy());
      socket.on('close', () => clearInterval(talking));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const channel = createSmtpChannel({
      url: `smtp://127.0.0.1:${address.port}`,
      from: 'visits@clinic.example',
      timeoutMs: 100,
    });
    const error = await failureOf(channel.send(mail));
    assert.equal(error instanceof MailRefused, false);
    assert.match(error.message, /EABORT/);
  });

  it('signs in with the account of the URL, upgraded by STARTTLS where it is offered', async (t) => {
    const accounts: unknown[] = [];
    const { port, received } = await openMailServer(t, {
      authOptional: false,
      onAuth: ({ username, password }, _, done) => {
        accounts.push([username, password]);
        done(null, { user: 'riverside' });
      },
    });
    await channelTo(port, '', 'visits%40clinic.example:p%40ss%3Aword@').send(mail);
    assert.deepEqual(accounts, [['visits@clinic.example', 'p@ss:word']]);
    assert.equal(received[0]?.isEncrypted, true);
  });

  it('sends nothing in clear when TLS is required and not offered', async (t) => {
    const { port, received } = await openMailServer(t, { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    const error = await failureOf(channelTo(port, '?requireTLS=true').send(mail));
    assert.equal(error instanceof MailRefused, false);
    assert.equal(received.length, 0);
    await channelTo(port).send(mail);
    assert.equal(received[0]?.isEncrypted, false);
  });

  it('never tells the password, whatever the server answers to it', async (t) => {
    const password = 'hunter2-hunter2';
    const { port } = await openMailServer(t, {
      authOptional: false,
      onAuth: (auth, _, done) => done(replyWith(535, `Wrong password ${auth.password ?? ''}`)),
    });
    const error = await failureOf(channelTo(port, '', `riverside:${password}@`).send(mail));
    assert.equal(error instanceof MailRefused, false);
    assert.match(error.message, /535 EAUTH/);
    for (const text of [
      error.message,
      error.stack,
      String(error.cause),
      JSON.stringify(error, Object.getOwnPropertyNames(error)),
    ]) {
      assert.doesNotMatch(text ?? '', /hunter2/);
    }
  });

  it('refuses a URL or sender that it cannot use, without repeating it', () => {
    const open =
      (url: string, from = 'visits@clinic.example') =>
      () =>
        createSmtpChannel({ url, from });
    for (const url of [
      'https://u:hunter2@mail.example',
      'u:hunter2@mail.example',
      'smtp://u:hunter2@mail.example/path',
      'smtp://u:hunter2@mail.example?pool=true',
      'smtp://u:hunter2@mail.example?requireTLS=maybe',
      'smtp://u:hunter2%@mail.example',
      '',
    ]) {
      assert.throws(
        open(url),
        (error) => error instanceof RangeError && /SMTP_URL/.test(error.message) && !/hunter2/.test(error.message),
      );
    }
    for (const from of [
      'Clinic',
      'a@b@c',
      'visits@clinic.example\r\nBcc: x@y.example',
      'Clinic <visits@clinic.example>',
    ]) {
      assert.throws(open('smtp://mail.example', from), RangeError);
    }
  });
});
