import type { Hono } from 'hono';
import { busyTimeHandlers } from './features/busy-times/routes.ts';
import { appointmentHandlers } from './features/appointments/routes.ts';
import { healthcareServiceHandlers } from './features/healthcare-services/routes.ts';
import { holdHandlers } from './features/holds/routes.ts';
import { sweepHolds } from './features/holds/sweep.ts';
import { locationHandlers } from './features/locations/routes.ts';
import { sendMail } from './features/mail/send-mail.ts';
import { organizationHandlers } from './features/organizations/routes.ts';
import { practitionerHandlers } from './features/practitioners/routes.ts';
import { scheduleHandlers } from './features/schedules/routes.ts';
import { slotHandlers } from './features/slots/routes.ts';
import { createApi } from './http/create-api.ts';
import type { Handlers } from './http/handlers.ts';
import { pruneIdempotency } from './http/prune-idempotency.ts';
import type { ServerVariables } from './http/request-log.ts';
import { sequenceJournal } from './journal/sequencer.ts';
import type { JobHandler, Ports } from './ports.ts';

const handlers: Handlers = {
  ...organizationHandlers,
  ...locationHandlers,
  ...practitionerHandlers,
  ...healthcareServiceHandlers,
  ...scheduleHandlers,
  ...busyTimeHandlers,
  ...slotHandlers,
  ...holdHandlers,
  ...appointmentHandlers,
};

/** What a deployment says about itself. */
export interface CoreOptions {
  /** Where patients reach the app: the origin of mailed links, without a slash at the end. */
  readonly publicUrl: string;
  /** Further origins under which the API itself is reached, besides that of `publicUrl`. */
  readonly ownOrigins?: readonly string[];
  /** The server's version, for its OpenAPI document. */
  readonly version: string;
  /** Whether the keys that everybody knows (`pk_demo_…`, `sk_demo_…`) may be used. Off unless this is the embedded demo. */
  readonly isDemo?: boolean;
  /** Called after a change has committed, so that its events get their numbers soon. */
  readonly onCommitted?: () => void;
}

/** The reference PRM API without a process around it. */
export interface Core {
  /** `/v1/*` and `/healthz` as a fetch handler. */
  readonly api: Hono<ServerVariables>;
  /** Does one job of the queue. */
  readonly runJob: JobHandler;
  /** Numbers what has been committed; see `sequenceJournal`. Call it until it answers 0. */
  sequence(): Promise<number>;
}

/** Puts the core together from its ports. */
export function createCore(ports: Ports, options: CoreOptions): Core {
  const { publicUrl, version, ownOrigins = [], isDemo = false, onCommitted = () => undefined } = options;
  return {
    api: createApi(ports, {
      handlers,
      version,
      ownOrigins: [new URL(publicUrl).origin, ...ownOrigins],
      isDemo,
      onCommitted,
    }),
    async runJob(job) {
      switch (job.kind) {
        case 'mail-send':
          return sendMail(ports, { publicUrl, onCommitted }, job);
        case 'holds-sweep':
          return sweepHolds(ports);
        case 'idempotency-prune':
          return pruneIdempotency(ports.database);
      }
    },
    sequence: () => sequenceJournal(ports.database, ports.keys),
  };
}
