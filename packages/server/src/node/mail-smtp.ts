import { createTransport } from 'nodemailer';
import { type MailChannel, MailRefused, type OutgoingMail } from '../core/ports.ts';

/** Where mail is handed over. */
export interface SmtpOptions {
  /**
   * `smtp://[user:password@]host[:port]` (port 587 unless told) or `smtps://…` (465), user and password percent-encoded.
   *
   * `smtps://` speaks TLS from the start. `smtp://` upgrades by STARTTLS and sends nothing without it, unless the host is loopback or the URL ends
   * in `?requireTLS=false`: then it upgrades only if the server offers it. Certificates are verified, except on loopback, where a server has none
   * that could be and nobody stands between.
   */
  readonly url: string;
  /** The address that mail comes from; the name beside it is the clinic's. */
  readonly from: string;
  /**
   * How long a server may take for each answer, in milliseconds; 20 seconds unless told. The whole exchange may take three times as long, which
   * is less than the queue gives a job: so a mail is not begun again while it is still being handed over.
   */
  readonly timeoutMs?: number;
}

/**
 * The mail channel over SMTP. Every try of a mail carries the same Message-ID, `<id@domain of from>`, and a calendar file goes along twice: as an
 * alternative to the text, which mail programs show as an invitation, and as an attachment.
 *
 * A 5xx about the recipient or the content refuses the mail for good (`MailRefused`). What else goes wrong, a 5xx to the greeting, the sign-in or
 * the sender among it, is the server's or the deployment's trouble and not the mail's, so that a later try may succeed.
 * Errors name a code and a command, never what the server said: it may quote an address or a password.
 *
 * @throws RangeError when `url` or `from` cannot be used; it does not repeat them
 */
export function createSmtpChannel({ url, from, timeoutMs = 20_000 }: SmtpOptions): MailChannel {
  const { host, isLoopback, ...connection } = readSmtpUrl(url);
  const [, domain] = /^[^\s@<>"]+@([^\s@<>"]+)$/.exec(from) ?? [];
  if (domain === undefined) throw new RangeError('The address that mail comes from must be an e-mail address.');
  const transport = createTransport({
    ...connection,
    host,
    tls: { rejectUnauthorized: !isLoopback },
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail({ ...toMessage(mail, from, domain), signal: AbortSignal.timeout(3 * timeoutMs) });
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

function toMessage(mail: OutgoingMail, from: string, domain: string) {
  const { id, to, replyTo, fromName, subject, text, calendar } = mail;
  return {
    messageId: `<${id}@${domain}>`,
    from: { name: fromName, address: from },
    to: { name: '', address: to },
    ...(replyTo === null ? {} : { replyTo: { name: fromName, address: replyTo } }),
    subject,
    text,
    // lest an absence notice answers a mail that no person wrote (RFC 3834)
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(calendar === null
      ? {}
      : { icalEvent: { method: calendar.method, filename: calendar.fileName, content: calendar.content } }),
  };
}

function readSmtpUrl(text: string) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if ((url?.protocol !== 'smtp:' && url?.protocol !== 'smtps:') || url.hostname === '' || !/^\/?$/.test(url.pathname)) {
    throw new RangeError('SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465.');
  }
  const { requireTLS = 'true', ...unknown } = Object.fromEntries(url.searchParams);
  if (!['true', 'false'].includes(requireTLS) || Object.keys(unknown).length > 0) {
    throw new RangeError('SMTP_URL takes one parameter: requireTLS=true or requireTLS=false.');
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isLoopback = /^(localhost|127(\.\d+){3}|::1)$/.test(host);
  const secure = url.protocol === 'smtps:';
  return {
    host,
    isLoopback,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && requireTLS === 'true' && (!isLoopback || url.searchParams.has('requireTLS')),
    ...(url.username === '' ? {} : { auth: { user: decode(url.username), pass: decode(url.password) } }),
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new RangeError('SMTP_URL must have its user and password percent-encoded.');
  }
}

/** What is known of a failed exchange without quoting it. The original is dropped: it holds the server's words. */
function explain(error: unknown): Error {
  const { code, command, responseCode } = readFailure(error);
  const isAboutThisMail =
    (code === 'EENVELOPE' || code === 'EMESSAGE') && (command === 'RCPT TO' || command === 'DATA');
  const at = `${[responseCode, code].filter((part) => part !== undefined).join(' ')} at ${command ?? 'an unknown step'}`;
  if (isAboutThisMail && responseCode !== undefined && responseCode >= 500) {
    return new MailRefused(`The mail server refused the mail: ${at}.`);
  }
  return new Error(`The mail could not be handed over: ${at}. It will be tried again.`);
}

function readFailure(error: unknown): { code?: string; command?: string; responseCode?: number } {
  if (typeof error !== 'object' || error === null) return {};
  return {
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...('command' in error && typeof error.command === 'string' ? { command: error.command } : {}),
    ...('responseCode' in error && typeof error.responseCode === 'number' ? { responseCode: error.responseCode } : {}),
  };
}
