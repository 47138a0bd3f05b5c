import type { Keys, MacPurpose } from '../ports.ts';

const text = new TextEncoder();
const nonceBytes = 12;

/** Keys derived for one tenant: never written down, computed again from the root key when a process starts. */
interface TenantKeys {
  readonly sealing: CryptoKey;
  readonly macs: Readonly<Record<MacPurpose, CryptoKey>>;
  readonly signing: Uint8Array<ArrayBuffer>;
}

/**
 * Keys by derivation (HKDF-SHA-256, RFC 5869) from one root key of 32 bytes, one set for each tenant.
 *
 * @throws RangeError when the root key is not 32 bytes long
 */
export function createKeys(rootKey: Uint8Array<ArrayBuffer>): Keys {
  if (rootKey.length !== 32) throw new RangeError(`The root key must have 32 bytes; this one has ${rootKey.length}.`);
  const root = crypto.subtle.importKey('raw', rootKey, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const byTenant = new Map<string, Promise<TenantKeys>>();

  const derive = async (tenantId: string): Promise<TenantKeys> => {
    const from = (purpose: string) => ({
      name: 'HKDF',
      hash: 'SHA-256',
      salt: text.encode(tenantId),
      info: text.encode(`openprm/1/${purpose}`),
    });
    const macKey = async (purpose: MacPurpose) =>
      crypto.subtle.deriveKey(
        from(`mac/${purpose}`),
        await root,
        { name: 'HMAC', hash: 'SHA-256', length: 256 },
        false,
        ['sign'],
      );
    const [sealing, idempotency, link, audit, signing] = await Promise.all([
      crypto.subtle.deriveKey(from('seal'), await root, { name: 'AES-GCM', length: 256 }, false, [
        'encrypt',
        'decrypt',
      ]),
      macKey('idempotency'),
      macKey('link'),
      macKey('audit'),
      crypto.subtle.deriveBits(from('sign'), await root, 256),
    ]);
    return { sealing, macs: { idempotency, link, audit }, signing: new Uint8Array(signing) };
  };

  const keysOf = (tenantId: string): Promise<TenantKeys> => {
    const known = byTenant.get(tenantId) ?? derive(tenantId);
    byTenant.set(tenantId, known);
    return known;
  };

  return {
    async seal(tenantId, identity, plaintext) {
      const { sealing } = await keysOf(tenantId);
      const iv = crypto.getRandomValues(new Uint8Array(nonceBytes));
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: text.encode(identity) },
        sealing,
        text.encode(plaintext),
      );
      const out = new Uint8Array(nonceBytes + sealed.byteLength);
      out.set(iv);
      out.set(new Uint8Array(sealed), nonceBytes);
      return out;
    },
    async open(tenantId, identity, sealed) {
      const { sealing } = await keysOf(tenantId);
      const bytes = Uint8Array.from(sealed);
      const iv = bytes.slice(0, nonceBytes);
      const plain = await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv, additionalData: text.encode(identity) },
        sealing,
        bytes.slice(nonceBytes),
      );
      return new TextDecoder().decode(plain);
    },
    async mac(tenantId, purpose, data) {
      const { macs } = await keysOf(tenantId);
      return new Uint8Array(await crypto.subtle.sign('HMAC', macs[purpose], text.encode(data)));
    },
    async signingKey(tenantId) {
      return (await keysOf(tenantId)).signing;
    },
  };
}
