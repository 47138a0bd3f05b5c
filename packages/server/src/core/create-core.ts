import { heartbeatSeconds } from '@openprm/contract';
import type { mailLimits } from '@openprm/contract/policies';
import type { Hono } from 'hono';
import { type FrameAnswer, frameOrigins } from './features/api-keys/frame-origins.ts';
import { busyTimeHandlers } from './features/busy-times/routes.ts';
import { apiKeyHandlers } from './features/api-keys/routes.ts';
import { appointmentHandlers } from './features/appointments/routes.ts';
import { auditEventHandlers } from './features/audit-events/routes.ts';
import type { ErasureList } from './features/erasure/erasure-list.ts';
import { healthcareServiceHandlers } from './features/healthcare-services/routes.ts';
import { holdHandlers } from './features/holds/routes.ts';
import { sweepHolds } from './features/holds/sweep.ts';
import { locationHandlers } from './features/locations/routes.ts';
import { sendMail } from './features/mail/send-mail.ts';
import { organizationHandlers } from './features/organizations/routes.ts';
import { patientHandlers } from './features/patients/routes.ts';
import { practitionerHandlers } from './features/practitioners/routes.ts';
import { staffHandlers } from './features/staff/routes.ts';
import { type StaffPasswordChange, createStaffPasswordChange } from './features/staff-sessions/change-password.ts';
import { type StaffProof, createStaffProof } from './features/staff-sessions/staff-proof.ts';
import { type StaffEnrolment, createStaffEnrolment } from './features/staff-sessions/enrolment.ts';
import { staffSessionHandlers } from './features/staff-sessions/routes.ts';
import { createPasswordPlaces } from './features/staff-sessions/password-places.ts';
import { sendStaffMail } from './features/staff-sessions/staff-mail.ts';
import { type StaffSignIn, createStaffSignIn } from './features/staff-sessions/staff-sign-in.ts';
import { sessionHandlers } from './features/patient-sessions/routes.ts';
import { relatedPersonHandlers } from './features/related-persons/routes.ts';
import { sealedItemHandlers } from './features/sealed-items/routes.ts';
import { responseAttachmentHandlers } from './features/response-attachments/routes.ts';
import { questionnaireResponseHandlers } from './features/questionnaire-responses/routes.ts';
import { questionnaireHandlers } from './features/questionnaires/routes.ts';
import { scheduleHandlers } from './features/schedules/routes.ts';
import { pruneSignIns } from './features/sign-in/prune-sign-ins.ts';
import { signInHandlers } from './features/sign-in/routes.ts';
import { sendSignInCode } from './features/sign-in/send-code.ts';
import { slotHandlers } from './features/slots/routes.ts';
import { surveyInvitationHandlers } from './features/survey-invitations/routes.ts';
import { ownSurveyHandlers } from './features/own-surveys/routes.ts';
import { surveyHandlers } from './features/surveys/routes.ts';
import { surveyResultHandlers } from './features/survey-results/routes.ts';
import { taskHandlers } from './features/tasks/routes.ts';
import { consentHandlers } from './features/consents/routes.ts';
import { sendSurveyMail } from './features/mail/send-survey-mail.ts';
import { sweepSurveyMails } from './features/survey-mails/sweep.ts';
import { sendTaskMail } from './features/mail/send-task-mail.ts';
import { sendRightMail } from './features/mail/send-right-mail.ts';
import { sendWaitlistMail } from './features/mail/send-waitlist-mail.ts';
import { offerFreedTimes } from './features/waitlist-entries/offer-times.ts';
import { waitlistEntryHandlers } from './features/waitlist-entries/routes.ts';
import { sweepWaitlist } from './features/waitlist-entries/sweep.ts';
import { sweepFiles } from './files/sweep-files.ts';
import { createApi } from './http/create-api.ts';
import type { Handlers } from './http/handlers.ts';
import { doomUnsentFiles, forgetSentFiles } from './features/response-attachments/attachment-repository.ts';
import { clientAddress } from './http/limits/client-address.ts';
import { type LimitSettings, defaultLimits } from './http/limits/limit-settings.ts';
import { createLimiter } from './http/limits/limiter.ts';
import { createForwardedTeller } from './http/limits/tell-forwarded.ts';
import { pruneRateLimits } from './http/limits/take-calls.ts';
import { pruneIdempotency } from './http/prune-idempotency.ts';
import type { ServerVariables } from './http/request-log.ts';
import { type AuditRecordStore, createAuditRecorder } from './journal/audit-record.ts';
import { sequenceJournal } from './journal/sequencer.ts';
import { listenToWritten } from './journal/written-audits.ts';
import type { JobHandler, Ports } from './ports.ts';
import { createLiveFeed } from './feed/live-feed.ts';
import { eventHandlers } from './features/events/routes.ts';

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
  ...patientHandlers,
  ...auditEventHandlers,
  ...staffHandlers,
  ...staffSessionHandlers,
  ...apiKeyHandlers,
  ...signInHandlers,
  ...sessionHandlers,
  ...relatedPersonHandlers,
  ...sealedItemHandlers,
  ...waitlistEntryHandlers,
  ...eventHandlers,
  ...questionnaireHandlers,
  ...surveyHandlers,
  ...ownSurveyHandlers,
  ...surveyInvitationHandlers,
  ...questionnaireResponseHandlers,
  ...responseAttachmentHandlers,
  ...surveyResultHandlers,
  ...taskHandlers,
  ...consentHandlers,
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
  /** Other limits than the contract's. */
  readonly limits?: LimitSettings;
  /** 32 bytes, the same in all processes of a deployment and not in its database, under which callers' addresses are hashed. By default random. */
  readonly limitKey?: Uint8Array<ArrayBuffer>;
  /** The address at the other end of a connection, from what the HTTP server hands on with a request; by default nobody's is known. */
  readonly remoteAddressOf?: (bindings: unknown) => string | undefined;
  /** Ends a connection at once, from what the HTTP server hands on with a request: for a reader who takes nothing any more. */
  readonly cutOff?: (bindings: unknown) => void;
  /** How often an open stream gives a sign of life; what the contract says by default. */
  readonly heartbeatMilliseconds?: number;
  /** Where the audit's heads are kept, outside the database; without it nobody sees that the end of the audit was cut off. */
  readonly auditRecord?: AuditRecordStore;
  /** Where it is written down who was erased, outside the database; without it a restored backup brings them back. */
  readonly erasureList?: ErasureList;
  /** How many proxies of ours every request comes through: so many entries of `X-Forwarded-For` are believed. */
  readonly proxies?: number;
}

/** The reference PRM API without a process around it. */
export interface Core {
  /** `/v1/*` and `/healthz` as a fetch handler. */
  readonly api: Hono<ServerVariables>;
  /** The network address that a request comes from, by the same rules as for the API's limits; undefined for a call within the process. */
  addressOf(request: Request, bindings: unknown): string | undefined;
  /** Which pages may frame an element with a publishable key. @param address as of `addressOf` */
  frameOrigins(publishableKey: string, address: string | undefined): Promise<FrameAnswer>;
  /** Counts what a browser tells of a page by where it comes from. @returns seconds to wait when it is one too many */
  takePolicyReport(address: string | undefined): Promise<number | undefined>;
  /** How staff sign in, for the pages of the app that runs this core. */
  readonly staffSignIn: StaffSignIn;
  readonly staffEnrolment: StaffEnrolment;
  readonly staffPasswordChange: StaffPasswordChange;
  readonly staffProof: StaffProof;
  /** Does one job of the queue. */
  readonly runJob: JobHandler;
  /** Numbers what has been committed; see `sequenceJournal`. Call it until it answers 0. */
  sequence(): Promise<number>;
  /** Ends all streams and waiting calls, and opens no more: before the process stops. */
  closeFeeds(): Promise<void>;
}

/** Puts the core together from its ports. */
export function createCore(ports: Ports, options: CoreOptions): Core {
  const { publicUrl, version, ownOrigins = [], isDemo = false, onCommitted = () => undefined } = options;
  const {
    limits = defaultLimits,
    limitKey = ports.random.bytes(32),
    remoteAddressOf,
    proxies = 0,
    auditRecord,
  } = options;
  const recorder = auditRecord && createAuditRecorder(ports, auditRecord);
  if (recorder !== undefined) listenToWritten(ports.database, (tenantId, ids) => recorder.written(tenantId, ids));
  const tellForwarded = createForwardedTeller(ports.logger, proxies);
  const addressOf: Core['addressOf'] = ({ headers }, bindings) => {
    const remote = remoteAddressOf?.(bindings);
    if (remote !== undefined) tellForwarded(headers);
    return clientAddress({ remote, forwardedFor: headers.get('x-forwarded-for') ?? undefined }, proxies);
  };
  const limiter = createLimiter(ports.database, limits, limitKey);
  const feed = createLiveFeed(ports, {
    caps: limits.streamCaps,
    heartbeatMilliseconds: options.heartbeatMilliseconds ?? heartbeatSeconds * 1000,
  });
  const places = createPasswordPlaces();
  const mailsOf = (name: keyof typeof mailLimits) => (tenantId: string, destination: string) =>
    limiter.takeMail(name, tenantId, destination);
  return {
    addressOf,
    api: createApi(ports, {
      handlers,
      version,
      ownOrigins: [new URL(publicUrl).origin, ...ownOrigins],
      isDemo,
      onCommitted,
      erasureList: options.erasureList,
      limiter,
      holdCaps: limits.holdCaps,
      addressOf: (c) => addressOf(c.req.raw, c.env),
      feed,
      cutOff: (c) => options.cutOff?.(c.env),
    }),
    frameOrigins: (publishableKey, address) => frameOrigins(ports, limiter, isDemo, publishableKey, address),
    takePolicyReport: async (address) =>
      address === undefined ? undefined : limiter.takeNowhere('policy-reports-by-address', address),
    staffSignIn: createStaffSignIn(ports, {
      isDemo,
      onCommitted,
      places,
      countNowhere: (address) => limiter.takeNowhere('staff-tries-nowhere-by-address', address),
    }),
    staffEnrolment: createStaffEnrolment(ports, { onCommitted, places }),
    staffPasswordChange: createStaffPasswordChange(ports, { onCommitted, places }),
    staffProof: createStaffProof(ports, { onCommitted }),
    async runJob(job) {
      switch (job.kind) {
        case 'mail-send':
          return sendMail(ports, { publicUrl, onCommitted, takeMail: mailsOf('mails-by-destination') }, job);
        case 'staff-mail-send':
          return sendStaffMail(ports, { publicUrl }, job);
        case 'sign-in-mail-send':
          return sendSignInCode(ports, { publicUrl }, job);
        case 'waitlist-mail-send':
          return sendWaitlistMail(
            ports,
            { publicUrl, onCommitted, takeMail: mailsOf('waitlist-mails-by-destination') },
            job,
          );
        case 'survey-mail-send':
          return sendSurveyMail(ports, { publicUrl }, job);
        case 'survey-sweep':
          return sweepSurveyMails(ports);
        case 'task-mail-send':
          return sendTaskMail(ports, { publicUrl }, job);
        case 'right-mail-send':
          return sendRightMail(ports, job);
        case 'waitlist-offer':
          return offerFreedTimes(ports, { onCommitted }, job);
        case 'waitlist-sweep':
          return sweepWaitlist(ports, { onCommitted });
        case 'sign-ins-prune':
          return pruneSignIns(ports.database);
        case 'holds-sweep':
          return sweepHolds(ports);
        case 'idempotency-prune':
          return pruneIdempotency(ports.database);
        case 'rate-limits-prune':
          return pruneRateLimits(ports.database);
        case 'files-sweep':
          await doomUnsentFiles(ports.database);
          await forgetSentFiles(ports.database);
          await sweepFiles(ports);
          return;
      }
    },
    async sequence() {
      const { numbered, heads } = await sequenceJournal(ports.database, ports.keys);
      await recorder?.flush(heads);
      return numbered;
    },
    closeFeeds: () => feed.close(),
  };
}
