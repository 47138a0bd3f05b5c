import {
  type SurveyInvitationCreate,
  type SurveyInvitationMade,
  type SurveyInvitationOpened,
  type SurveyMailDecision,
  createSurveyInvitation,
  decideSurveyMail,
  openSurveyInvitation,
} from '@openprm/contract';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** Links by which one person answers a survey once. */
export class SurveyInvitations {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Makes a link for the patient of a visit, or for a patient. Needs a secret key. */
  create(body: SurveyInvitationCreate, options?: CallOptions): Promise<SurveyInvitationMade> {
    return this.#transport.call(createSurveyInvitation, { body }, options);
  }

  /** Opens a link, whose secret must be the transport's credential (`withCredential`). */
  open(options?: CallOptions): Promise<SurveyInvitationOpened> {
    return this.#transport.call(openSurveyInvitation, { body: {} }, options);
  }

  /** Declines further mails that ask, or agrees to them again. The link's secret must be the transport's credential. */
  decideMail(decision: 'permit' | 'deny', options?: CallOptions): Promise<SurveyMailDecision> {
    return this.#transport.call(decideSurveyMail, { body: { decision } }, options);
  }
}
