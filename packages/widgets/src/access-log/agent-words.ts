import type { AuditEvent } from '@openprm/sdk';
import type { AccessLogMessages } from '../locales/access-log/messages.ts';

/** Who it was, in words. Of staff their name and role; of others what they came with. */
export function agentWords(
  { kind, role, display, isCaller, isProxy }: AuditEvent['agent'],
  messages: AccessLogMessages,
): string {
  if (isCaller) return messages.you;
  if (isProxy) return messages.proxy;
  switch (kind) {
    case 'staff': {
      const work = roleWords(role, messages);
      return display === null ? work : messages.nameAndRole(display, work);
    }
    case 'secret':
      return messages.clinicSystem;
    case 'job':
      return messages.serverItself;
    case 'person':
    case 'handle':
      return messages.anotherSignIn;
    case 'link':
    case 'patient':
    case 'waitlist-link':
    case 'survey-link':
      return messages.mailedLink;
    case 'sign-in-link':
      return messages.signedLink;
    case 'publishable':
    case 'visitor':
      return messages.visitor;
    case 'unknown':
      return messages.somebody;
  }
}

/** A role's name is a code of the server's; one that is not known here is said as itself being of the staff. */
function roleWords(role: string | null, messages: AccessLogMessages): string {
  const roles: Readonly<Record<string, string>> = messages.roles;
  return role !== null && Object.hasOwn(roles, role) ? (roles[role] ?? messages.staff) : messages.staff;
}

/** Why, in words; null where nothing personal was reached. */
export function purposeWords(purpose: AuditEvent['purpose'], messages: AccessLogMessages): string | null {
  return purpose === null || purpose === 'unknown' ? null : messages.purposes[purpose];
}
