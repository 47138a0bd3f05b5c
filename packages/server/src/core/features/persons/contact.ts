import type { Keys } from '../../ports.ts';

/**
 * By what a person is known before any chart is looked for: an address that they have shown to be theirs, their account at the clinic's portal, or
 * a link that the clinic made for one patient.
 */
export type Contact =
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'portal'; readonly issuer: string; readonly subject: string }
  | { readonly kind: 'link'; readonly patientId: string };

/**
 * An address as it is compared: in lower case. RFC 5321 lets a mailbox's name differ by case alone; no mail provider of patients gives two such
 * names to two people.
 */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase();

/**
 * The mailbox that an address with a tag (`a+tag@x`, RFC 5233) belongs to at most providers: by it mail is counted, or whoever invents tags would have as many mailboxes. It is for counting
 * alone and never says who somebody is, since to some providers `+` is a letter like any other.
 */
export const mailboxOf = (email: string): string => normalizeEmail(email).replace(/^([^+@]+)\+[^@]*@/, '$1@');

/** Finds a contact again without showing it: a MAC under a key that the database does not have. */
export function contactIndex(keys: Keys, tenantId: string, contact: Contact): Promise<Uint8Array<ArrayBuffer>> {
  switch (contact.kind) {
    case 'email':
      return keys.mac(tenantId, 'person', `contact/email/${normalizeEmail(contact.email)}`);
    case 'portal':
      return keys.mac(tenantId, 'person', `contact/portal/${JSON.stringify([contact.issuer, contact.subject])}`);
    case 'link':
      return keys.mac(tenantId, 'person', `contact/link/${contact.patientId}`);
  }
}

/** The same for who somebody is: a verified address and a birth date (`YYYY-MM-DD`). One mailbox may serve a family. */
export const identityIndex = (
  keys: Keys,
  tenantId: string,
  email: string,
  birthDate: string,
): Promise<Uint8Array<ArrayBuffer>> => keys.mac(tenantId, 'person', `identity/${birthDate}/${normalizeEmail(email)}`);
