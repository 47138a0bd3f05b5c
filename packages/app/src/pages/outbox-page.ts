import { html } from 'hono/html';
import type { Outbox, OutboxMail } from '../reference-server.ts';
import { type Html, layout } from './layout.ts';
import { splitLinks } from './split-links.ts';

/** The mails, newest first, after what of them cannot be read. @param keepsMail false when a mail server gets them, so that none come here */
export const outboxPage = ({ mails, damaged }: Outbox, keepsMail: boolean): Html =>
  layout({
    title: 'Outbox',
    demoPage: 'outbox',
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>Outbox</h1>
          <p class="muted">
            ${keepsMail ? 'Mail that the demo would have sent. Nothing leaves this computer. A new mail takes a few seconds.' : 'New mail goes to the mail server of SMTP_URL and is not kept here.'}
          </p>
        </div>
        <a class="button" href="/outbox">Refresh</a>
      </div>
      ${damagedNotice(damaged)}
      ${
        mails.length === 0
          ? damaged.length === 0
            ? emptyState()
            : ''
          : html`<ul class="mails">
              ${mails.map(listItem)}
            </ul>`
      }
    </div>`,
  });

const damagedNotice = (damaged: Outbox['damaged']) =>
  damaged.length === 0
    ? ''
    : html`<div class="notice notice--problem" role="alert">
        <p>
          <strong>${damaged.length === 1 ? '1 mail cannot be read' : `${damaged.length} mails cannot be read`}</strong>
          and ${damaged.length === 1 ? 'is' : 'are'} missing below.
        </p>
        <ul>
          ${damaged.map(({ problem }) => html`<li>${problem}</li>`)}
        </ul>
      </div>`;

const emptyState = () =>
  html`<div class="empty">
    <h2>No mail yet</h2>
    <p class="muted">Book, change or cancel a visit, and its mail appears here.</p>
    <p><a class="button" href="/#book">Book on the clinic's page</a></p>
  </div>`;

const listItem = (mail: OutboxMail) =>
  html`<li>
    <a class="mail-link" href="/outbox/${encodeURIComponent(mail.id)}">
      <strong>${mail.subject}</strong>
      <span>${mail.to}</span>
      <span class="muted">${acceptedAt(mail)}</span>
    </a>
  </li>`;

/** One mail as a person reads it. @param ownOrigins addresses that become links */
export const mailPage = (mail: OutboxMail, ownOrigins: readonly string[]): Html =>
  layout({
    title: 'Mail',
    demoPage: 'outbox',
    main: html`<div class="wrap wrap--narrow">
      <p><a href="/outbox">All mail</a></p>
      <article class="mail">
        <h1 dir="auto">${mail.subject}</h1>
        <dl>
          <dt>To</dt>
          <dd>${mail.to}</dd>
          <dt>Accepted</dt>
          <dd>${acceptedAt(mail)}</dd>
        </dl>
        <div class="mail__text" dir="auto">${mailText(mail, ownOrigins)}</div>
        ${mail.attachments.length === 0 ? '' : attachments(mail)}
      </article>
    </div>`,
  });

const mailText = (mail: OutboxMail, ownOrigins: readonly string[]) =>
  splitLinks(mail.text, ownOrigins).map((part) =>
    part.kind === 'text' ? part.text : html`<a href="${part.href}">${part.text}</a>`,
  );

const attachments = (mail: OutboxMail) =>
  html`<h2>Attached</h2>
    <ul class="files">
      ${mail.attachments.map(
        ({ fileName }, index) =>
          html`<li>
            <a class="button" href="/outbox/${encodeURIComponent(mail.id)}/attachments/${index}" download
              >Download ${fileName}</a
            >
          </li>`,
      )}
    </ul>`;

const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'long' });
const acceptedAt = (mail: OutboxMail) =>
  html`<time datetime="${mail.acceptedAt}">${format.format(new Date(mail.acceptedAt))}</time>`;
