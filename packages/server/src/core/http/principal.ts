/** Who calls. The tenant always comes from here. */
export type Principal =
  | {
      readonly kind: 'publishable';
      readonly tenantId: string;
      readonly keyId: string;
      readonly origins: readonly string[];
    }
  | { readonly kind: 'secret'; readonly tenantId: string; readonly keyId: string }
  | { readonly kind: 'link'; readonly tenantId: string; readonly appointmentId: string; readonly linkVersion: number }
  | { readonly kind: 'patient'; readonly tenantId: string; readonly appointmentId: string };

/** A principal's name in the audit and in the scope of idempotency keys: ids only. */
export function principalName(principal: Principal): string {
  switch (principal.kind) {
    case 'publishable':
    case 'secret':
      return `${principal.kind}:${principal.keyId}`;
    case 'link':
    case 'patient':
      return `${principal.kind}:${principal.appointmentId}`;
  }
}
