import { decodeJwt } from 'jose';
import { Problem } from '../problem.ts';

/**
 * The tenant that a token says it is of, before its signature is checked.
 *
 * @throws Problem `credential-invalid` for what is no tenant's id, which no look-up should see
 */
export function issuerOf(token: string): string {
  const { iss } = decodeJwt(token);
  if (typeof iss !== 'string' || !/^ten_[0-9a-z]{4,40}$/.test(iss)) throw new Problem('credential-invalid');
  return iss;
}
