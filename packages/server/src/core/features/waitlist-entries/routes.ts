import type { HandlersOf } from '../../http/handlers.ts';
import { acceptWaitlistOffer } from './accept-offer.ts';
import {
  createWaitlistEntry,
  declineWaitlistOffer,
  getWaitlistEntry,
  leaveWaitlist,
  listWaitlistEntries,
  offerTimeByHand,
  openWaitlistEntry,
  updateWaitlistEntry,
  withdrawWaitlistEntry,
} from './service.ts';

export const waitlistEntryHandlers: HandlersOf<
  | 'createWaitlistEntry'
  | 'listWaitlistEntries'
  | 'openWaitlistEntry'
  | 'getWaitlistEntry'
  | 'updateWaitlistEntry'
  | 'withdrawWaitlistEntry'
  | 'leaveWaitlist'
  | 'offerWaitlistTime'
  | 'acceptWaitlistOffer'
  | 'declineWaitlistOffer'
> = {
  createWaitlistEntry: (context, { body }) => createWaitlistEntry(context, body),
  listWaitlistEntries: (context, { query }) => listWaitlistEntries(context, query),
  openWaitlistEntry: (context) => openWaitlistEntry(context),
  getWaitlistEntry: (context, { params }) => getWaitlistEntry(context, params.id),
  updateWaitlistEntry: (context, { params, body }) => updateWaitlistEntry(context, params.id, body),
  withdrawWaitlistEntry: async (context, { params, body }) => {
    await withdrawWaitlistEntry(context, params.id, body.secret);
    return undefined;
  },
  leaveWaitlist: (context, { params }) => leaveWaitlist(context, params.id),
  offerWaitlistTime: (context, { params, body }) => offerTimeByHand(context, params.id, body.slotId),
  acceptWaitlistOffer: (context, { params, body }) => acceptWaitlistOffer(context, params.id, body),
  declineWaitlistOffer: (context, { params, body }) => declineWaitlistOffer(context, params.id, body.offerId),
};
