import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { type Calendar, readCalendar } from './calendar.ts';

/** A mail as its recipient's program shows it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  readonly calendar: Calendar | undefined;
}

/** A mail server on loopback that keeps what it is given. */
export interface SmtpInbox {
  /** For SMTP_URL. */
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** The first mail that fits, now or when it comes. @throws when it has not come within 30 s */
  next(fits: (mail: ReceivedMail) => boolean): Promise<ReceivedMail>;
  close(): Promise<void>;
}

const nextMilliseconds = 30_000;

/** Opens it on a free port. */
export async function openSmtpInbox(): Promise<SmtpInbox> {
  const mails: ReceivedMail[] = [];
  const listeners = new Set<() => void>();
  /** Answers with the reason why a mail could not be kept. */
  async function keep(stream: Readable, recipients: readonly { address: string }[]): Promise<Error | undefined> {
    try {
      const to = recipients.map(({ address }) => address).join(', ');
      mails.push(await readMail(await buffer(stream), to));
      for (const listener of listeners) listener();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, session, answer) => {
      void keep(stream, session.envelope.rcptTo).then(answer);
    },
  });
  server.on('error', () => undefined); // a client that was killed in the middle of a mail
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    next: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = mails.find(fits);
          if (found === undefined) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(new Error(`The mail did not come; there are: ${mails.map(({ subject }) => subject).join(', ')}`));
        }, nextMilliseconds);
        listeners.add(look);
        look();
      }),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function readMail(raw: Buffer, to: string): Promise<ReceivedMail> {
  const parsed = await PostalMime.parse(raw);
  const file = parsed.attachments.find(
    ({ mimeType }) => mimeType === 'text/calendar' || mimeType === 'application/ics',
  );
  const content = file === undefined ? undefined : new TextDecoder().decode(file.content as ArrayBuffer);
  return {
    from: parsed.from?.address ?? '',
    to,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    messageId: parsed.messageId ?? '',
    calendar: content === undefined ? undefined : readCalendar(content),
  };
}
