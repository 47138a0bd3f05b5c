import { type StaffRole, createStaff } from '@openprm/contract';
import { readInvitation } from '../core/features/staff-sessions/invitation.ts';
import { totpCode, totpStep } from '../core/features/staff-sessions/totp.ts';
import { inviteOwner } from '../core/index.ts';
import type { TestServer } from './clinic.fixture.ts';

/** Somebody of the staff with all that signs them in. */
export interface StaffMember {
  readonly tenantId: string;
  readonly email: string;
  readonly password: string;
  /** The authenticator's secret, base32. */
  readonly authenticator: string;
  readonly recoveryCodes: readonly string[];
  /** The credential of the session that setting up the account opened. */
  readonly session: string;
}

export const address = '203.0.113.7';
export const password = 'seven grey herons wading';

const fromBase32 = (text: string): Uint8Array<ArrayBuffer> => {
  const bits = [...text]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
};

/** The code that the app shows now, or so many steps of half a minute from now. */
export const codeOf = (server: TestServer, { authenticator }: Pick<StaffMember, 'authenticator'>, steps = 0) =>
  totpCode(fromBase32(authenticator), totpStep(server.clock.now()) + steps);

/** Goes the way of an invitation to its end. */
export async function enrol(
  server: TestServer,
  invitation: string,
  email: string,
  from = address,
): Promise<StaffMember> {
  const { staffEnrolment } = server.core;
  const accepted = await staffEnrolment.accept({ invitation, password, address: from });
  if (accepted.outcome !== 'accepted') throw new Error(accepted.outcome);
  const setup = await staffEnrolment.setup(accepted.token);
  if (setup === undefined) throw new Error('There is nothing to set up.');
  const authenticator = setup.secret;
  const confirmed = await staffEnrolment.confirm({
    token: accepted.token,
    code: await codeOf(server, { authenticator }),
  });
  if (confirmed.outcome !== 'enrolled') throw new Error(confirmed.outcome);
  const { session, recoveryCodes } = confirmed;
  const tenantId = readInvitation(invitation)?.tenantId ?? '';
  return { tenantId, email, password, authenticator, recoveryCodes, session };
}

/** An owner of a tenant, signed in. */
export async function enrolOwner(server: TestServer, tenantId: string, email = 'olive@clinic.example') {
  return enrol(server, await inviteOwner(server.ports, { tenantId, name: 'Olive Marsh', email }), email);
}

/** Somebody whom an owner has invited by the API and who followed the link in the mail. */
export async function enrolStaff(
  server: TestServer,
  owner: StaffMember,
  role: StaffRole,
  email = `${role}@clinic.example`,
  from = address,
) {
  await server.call(createStaff, { body: { name: `The ${role}`, email, role } }, { credential: owner.session });
  await server.runJobs();
  const invitation = /#(inv_\S+)/.exec(server.mails.findLast((mail) => mail.to === email)?.text ?? '')?.[1];
  if (invitation === undefined) throw new Error('No invitation was mailed.');
  return enrol(server, invitation, email, from);
}

/** Signs in with password and app, half a minute later than the last code. @returns the session's credential */
export async function signIn(server: TestServer, member: StaffMember): Promise<string> {
  server.clock.set(server.clock.now() + 60_000);
  const first = await server.core.staffSignIn.checkPassword({ ...member, address });
  if (first.outcome !== 'code-needed') throw new Error(first.outcome);
  const second = await server.core.staffSignIn.checkCode({
    token: first.token,
    code: await codeOf(server, member),
    address,
  });
  if (second.outcome !== 'signed-in') throw new Error(second.outcome);
  return second.session;
}
