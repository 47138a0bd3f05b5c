/** The app as a fetch handler, for whoever runs it in a process of their own. `main.ts` is the process that `npm start` runs. */
export { type AppOptions, createApp, type Folders } from './app.ts';
export type { Api, Demo, Outbox, OutboxAttachment, OutboxMail, ReferenceServer } from './reference-server.ts';
