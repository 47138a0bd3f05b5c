import { inTenant } from '../../database/tenant-transaction.ts';
import { type Job, MailRefused, type Ports, type TenantTransaction } from '../../ports.ts';
import { signInMailText } from '../mail/sign-in-mail-text.ts';
import { type CodeRequest, codeIdentity, grantCode, setCodeMailStatus } from './code-repository.ts';
import { createSignInSecret } from './link-secret.ts';
import { oneTimeCode } from './one-time-code.ts';

type SignInMailJob = Extract<Job, { kind: 'sign-in-mail-send' }>;

/**
 * Sends the mail with a one-time code: like any mail at least once, and each time with the same code. One that is over a cap, used or too old is withheld. The
 * mail that fills a cap has a link that signs in without a code, so that whoever asks for codes in another's name shuts nobody out: as long as no code is sent, a
 * mail of the last hour has a link that is good and was not used, since one that was used counts towards no cap any more.
 *
 * @param options `publicUrl`: the origin of mailed links, without a slash at the end
 * @throws whatever the channel throws other than MailRefused, so that the queue tries again
 */
export async function sendSignInCode(
  ports: Ports,
  { publicUrl }: { readonly publicUrl: string },
  { tenantId, signInCodeId }: SignInMailJob,
): Promise<void> {
  const { database, keys, mail } = ports;
  const due = await inTenant(database, tenantId, async (tx) => {
    const granted = await grantCode({ tx, tenantId }, signInCodeId);
    return granted && { ...granted, sender: await readSender(tx, tenantId) };
  });
  if (due === undefined) return;
  const { email, language } = JSON.parse(
    await keys.open(tenantId, codeIdentity(signInCodeId), due.sealed),
  ) as CodeRequest;
  let status: 'accepted' | 'refused' = 'accepted';
  try {
    await mail.send({
      id: signInCodeId,
      tenantId,
      patientId: null,
      codeFor: email,
      to: email,
      replyTo: null,
      fromName: due.sender,
      ...signInMailText({
        organizationName: due.sender,
        code: await oneTimeCode(keys, tenantId, signInCodeId),
        languageTag: language,
        link: due.isLast ? await linkTo(ports, publicUrl, { tenantId, signInCodeId }, language) : null,
      }),
      calendar: null,
    });
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    status = 'refused';
  }
  await inTenant(database, tenantId, (tx) => setCodeMailStatus({ tx, tenantId }, signInCodeId, status));
}

/** The page that signs in by a press; it speaks the language of the mail. */
async function linkTo(
  { keys }: Pick<Ports, 'keys'>,
  publicUrl: string,
  { tenantId, signInCodeId }: Pick<SignInMailJob, 'tenantId' | 'signInCodeId'>,
  language: string | null,
): Promise<string> {
  const secret = await createSignInSecret(keys, tenantId, signInCodeId);
  return `${publicUrl}/records${language === null ? '' : `?lang=${encodeURIComponent(language)}`}#${secret}`;
}

/** Who the mail is from: the clinic's one organization, or what the tenant is called where there are several. */
async function readSender(tx: TenantTransaction, tenantId: string): Promise<string> {
  const organizations = await tx
    .selectFrom('organization')
    .select('name')
    .where('tenant_id', '=', tenantId)
    .where('active', '=', true)
    .limit(2)
    .execute();
  if (organizations.length === 1 && organizations[0] !== undefined) return organizations[0].name;
  const { name } = await tx
    .selectFrom('tenant')
    .select('name')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow();
  return name;
}
