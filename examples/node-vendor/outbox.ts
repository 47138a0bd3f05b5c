import type { PatientSession, SealedStore, SendReport, SignOutDecision } from '@openprm/sdk';

/** Sends one message by whatever call it needs; the options are those of any call of the SDK. */
export type SendMessage = (
  text: string,
  options: { readonly idempotencyKey: string; readonly actingFor: string | undefined },
) => Promise<unknown>;

const isMessage = (content: unknown): content is { text: string } =>
  typeof content === 'object' && content !== null && 'text' in content && typeof content.text === 'string';

// #region keep
/** Keeps a message that could not be sent. Says "saved on this device" only when it is. */
export async function keepMessage(store: SealedStore, text: string): Promise<'device' | 'page' | 'nothing'> {
  await store.addToOutbox({ type: 'message', content: { text } });
  return store.keeps();
}
// #endregion keep

// #region send
/** Sends what waits. What was added while nobody was signed in goes along only when the person has said that it is theirs. */
export const sendMessages = (
  store: SealedStore,
  session: PatientSession,
  sendMessage: SendMessage,
  consent: { readonly signedOut?: boolean; readonly late?: boolean } = {},
): Promise<SendReport> =>
  store.send(
    session,
    async ({ content, call }) => {
      if (isMessage(content)) await sendMessage(content.text, call);
    },
    consent,
  );
// #endregion send

// #region leave
/** Signs out. When something waits, the person is asked first: to send it, to keep it sealed, or to discard it. */
export async function leave(
  store: SealedStore,
  session: PatientSession,
  ask: (waiting: number) => Promise<SignOutDecision>,
  sendMessage: SendMessage,
): Promise<boolean> {
  const { own } = await store.count();
  const waiting = own.outbox + own.drafts;
  const decision = waiting === 0 ? 'keep' : await ask(waiting);
  const { signedOut } = await store.signOut(session, decision, async ({ content, call }) => {
    if (isMessage(content)) await sendMessage(content.text, call);
  });
  return signedOut;
}
// #endregion leave
