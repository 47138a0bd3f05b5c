import { createDecipheriv, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PostgresDatabase } from '../postgres-database.ts';

/**
 * Somebody who has the root key, the whole database and the source code, and opens what can be opened. Written apart from the server, after the
 * formats that its documents tell, so that it also shows that those are true.
 */

/** A sealed value and the row that it is bound to. */
export interface Loot {
  readonly identity: string;
  readonly sealed: Buffer;
}

/** HKDF's second half for 32 bytes (RFC 5869, section 2.3). */
const expand = (key: Buffer, purpose: string) =>
  createHmac('sha256', key).update(purpose).update(Buffer.of(1)).digest();

/** Three bytes of header, 12 of nonce, AES-256-GCM's text and its tag of 16; header and identity are associated data. */
export function tryToOpen(key: Buffer, { identity, sealed }: Loot): Buffer | undefined {
  if (key.length !== 32 || sealed.length < 31) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(3, 15));
  decipher.setAAD(Buffer.concat([sealed.subarray(0, 3), Buffer.from(identity)]));
  decipher.setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(15, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** Every key that the root keys in a file and the rows of a database give. */
export async function gatherKeys(database: PostgresDatabase, keyFile: string): Promise<readonly Buffer[]> {
  const roots = readFileSync(keyFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Buffer.from(line, 'base64'));
  const tenants = await database.query<{ tenant_id: string; version: number; wrapped: Buffer }>(
    'select tenant_id, version, wrapped from openprm_keys.tenant_key',
  );
  const patients = await database.query<{ patient_id: string; wrapped: Buffer }>(
    'select patient_id, wrapped from openprm_keys.patient_key',
  );
  const wrapping = roots.map((root) => expand(root, 'openprm/2/wrap'));
  const tenantKeys = tenants.flatMap(({ tenant_id: tenantId, version, wrapped }) =>
    openWithAny(wrapping, { identity: `tenant_key/${tenantId}/${version}`, sealed: wrapped }),
  );
  const sealing = tenantKeys.map((key) => expand(key, 'openprm/1/seal'));
  const patientKeys = patients.flatMap(({ patient_id: patientId, wrapped }) =>
    openWithAny(sealing, { identity: `patient_key/${patientId}`, sealed: wrapped }),
  );
  return [...roots, ...wrapping, ...tenantKeys, ...sealing, ...patientKeys];
}

/** What any of the keys opens: none or one. */
export function openWithAny(keys: readonly Buffer[], loot: Loot): Buffer[] {
  for (const key of keys) {
    const plain = tryToOpen(key, loot);
    if (plain !== undefined) return [plain];
  }
  return [];
}
