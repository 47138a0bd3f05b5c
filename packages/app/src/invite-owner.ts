#!/usr/bin/env node
// npm run owner: invites an owner of a clinic's account, the first one or one more when nobody can sign in any more, and prints the link once.
import { inviteOwner } from '@openprm/server/core';
import { readOwnerRequest } from './owner-command.ts';
import { runOperator } from './run-operator.ts';
import { asStartupProblem } from './startup-problem.ts';

try {
  const { invite, publicUrl, ...settings } = readOwnerRequest(process.argv.slice(2), process.env);
  const invitation = await runOperator(settings, (operator) => inviteOwner(operator, invite));
  console.error('Give this link to the owner and to nobody else. It is good for 7 days, once, and is shown only now.');
  console.error(`From then on they sign in at ${publicUrl}/staff/sign-in?clinic=${invite.tenantId}`);
  console.log(`${publicUrl}/staff/invitation#${invitation}`);
} catch (error) {
  console.error(String(asStartupProblem(error)));
  process.exit(1);
}
