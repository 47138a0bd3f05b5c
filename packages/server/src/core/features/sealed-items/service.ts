import {
  type EndpointAnswer,
  type EndpointRequest,
  type getLinkSealing as sealingRow,
  type openSealedItems as openRow,
  signedOutOwner,
} from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import type { PersonPrincipal } from '../../http/principal.ts';
import { isSameSecret } from '../../keys/secrets.ts';
import { Problem } from '../../problem.ts';
import { found } from '../found.ts';
import { findLiveSession } from '../patient-sessions/session-repository.ts';
import { findInvited } from '../questionnaire-responses/response-repository.ts';
import { findRight } from '../related-persons/right-to-act.ts';
import { findInvitation } from '../survey-invitations/invitation-repository.ts';
import { openEnvelope, readHeader } from './open-envelope.ts';
import { describeSealing, findPrivateKey, sealingProof } from './sealing-key.ts';

type Answer = EndpointAnswer<typeof openRow>;
type Item = Answer['data'][number];

/** Who opens. */
interface Opener {
  /** Undefined for who has nothing to open any more. */
  readonly owner: string | undefined;
  /** Undefined for who has a link. */
  readonly person: PersonPrincipal | undefined;
}

const refused = (outcome: Exclude<Item['outcome'], 'opened'>): Item => ({ outcome, opened: null });

/**
 * Opens what devices have kept for the person who calls. Whose it is stands in the envelope's header and is shown by the proof in it; whom it is about,
 * inside. What is another's is left shut.
 */
export async function openSealedItems(
  context: RequestContext,
  { body }: EndpointRequest<typeof openRow>,
): Promise<Answer> {
  const opener = await openerOf(context);
  const data: Item[] = [];
  for (const envelope of body.envelopes) data.push(await openItem(context, opener, envelope, body.claim === true));
  return { data };
}

/** What whoever has a survey's link seals with. It reads nothing of a patient. */
export async function getLinkSealing(context: RequestContext): Promise<EndpointAnswer<typeof sealingRow>> {
  const { principal } = context;
  if (principal.kind !== 'survey-link') throw new Problem('permission-denied');
  return describeSealing(context, principal.invitationId);
}

/** Whose envelopes a call opens: those of a person, or of the link of an invitation, which is about nobody's chart. */
async function openerOf(context: RequestContext): Promise<Opener> {
  const { principal } = context;
  switch (principal.kind) {
    case 'person':
      context.touches(principal.sessionId, principal.patientId ?? undefined);
      return { owner: principal.personId, person: principal };
    case 'survey-link': {
      const invitation = found('survey invitation', await findInvitation(context, principal.invitationId));
      context.touches(invitation.id, invitation.patient_id);
      // as the response itself: what was answered is read no more once all of it was sent
      const isComplete = (await findInvited(context, invitation.id))?.status === 'completed';
      return { owner: isComplete ? undefined : invitation.id, person: undefined };
    }
    default:
      throw new Problem('permission-denied');
  }
}

async function openItem(
  context: RequestContext,
  { owner, person }: Opener,
  envelope: string,
  claim: boolean,
): Promise<Item> {
  const header = readHeader(envelope);
  if (header === undefined) return refused('changed');
  if (owner === undefined) return refused('not-yours');
  const isSignedOut = header.owner === signedOutOwner;
  if (isSignedOut ? !claim || person === undefined : header.owner !== owner) return refused('not-yours');
  const key = await findPrivateKey(context, header.kid);
  if (key === undefined) return refused('key-gone');
  const sealed = await openEnvelope(envelope, key);
  if (sealed === undefined) return refused('changed');
  // anybody can seal to a public key, and name whom they like
  if (!isSignedOut && !isSameSecret(await sealingProof(context, owner), sealed.proof ?? '')) return refused('changed');
  const { patientId, type, content } = sealed;
  const actsForAnother = patientId !== null && patientId !== person?.patientId;
  if (actsForAnother && !(person && (await mayActFor(context, person, patientId)))) return refused('not-yours');
  if (patientId !== null && person) context.touches(person.sessionId, patientId);
  return {
    outcome: 'opened',
    opened: {
      item: header.item,
      kind: header.kind,
      sealedAt: header.at,
      signedOut: isSignedOut,
      actingFor: actsForAnother ? patientId : null,
      type,
      content,
    },
  };
}

async function mayActFor(context: RequestContext, person: PersonPrincipal, patientId: string): Promise<boolean> {
  const session = await findLiveSession(context, person.sessionId);
  if (session === undefined || session.identity_index === null) return false;
  return (await findRight(context, session.identity_index, patientId)) !== undefined;
}
