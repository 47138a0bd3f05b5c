import { Hono } from 'hono';
import { noStore, pageHeaders } from '../page-headers.ts';
import type { Demo } from '../reference-server.ts';
import { mailPage, outboxPage } from './outbox-page.ts';

/** What the outbox's routes work with. */
export interface OutboxOptions {
  readonly demo: Pick<Demo, 'outbox'>;
  /** Links in mails begin with it. */
  readonly publicUrl: string;
  /** Whether mail is kept here, rather than handed to a mail server. */
  readonly keepsMail: boolean;
}

/** `/outbox` of the demo: the mails that its channel accepted. */
export function outboxRoutes({ demo, publicUrl, keepsMail }: OutboxOptions): Hono {
  const app = new Hono();
  app.use(pageHeaders('form'), noStore);
  const find = async (id: string) => (await demo.outbox()).mails.find((mail) => mail.id === id);

  app.get('/', async (c) => {
    const { mails, damaged } = await demo.outbox();
    const newestFirst = mails.toSorted((a, b) => Date.parse(b.acceptedAt) - Date.parse(a.acceptedAt));
    return c.html(outboxPage({ mails: newestFirst, damaged }, keepsMail));
  });

  app.get('/:id', async (c) => {
    const mail = await find(c.req.param('id'));
    if (mail === undefined) return c.notFound();
    return c.html(mailPage(mail, [new URL(publicUrl).origin, new URL(c.req.url).origin]));
  });

  app.get('/:id/attachments/:index', async (c) => {
    const mail = await find(c.req.param('id'));
    const file = mail?.attachments[Number(c.req.param('index'))];
    if (file === undefined) return c.notFound();
    c.header('Content-Type', file.contentType.replace(/[^\w/.+=;" -]/g, ''));
    c.header('Content-Disposition', `attachment; filename="${file.fileName.replace(/[^\w.-]/g, '_')}"`);
    return c.body(file.content);
  });
  return app;
}
