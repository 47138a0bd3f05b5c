import type { ApiKeyCreate, EndpointAnswer, createApiKey, revokeApiKey } from '@openprm/contract';
import { everyScope, scopes as knownScopes } from '@openprm/contract/policies';
import { Problem } from '../problem.ts';
import { type Agenda, invalid } from './agenda.ts';

type Key = EndpointAnswer<typeof revokeApiKey>;

const mostOfAName = 2;

/** The clinic's keys: the two that it begins with, and those that are made. What a key's scopes forbid is read from the server. */
export class KeysDesk {
  readonly #agenda: Agenda;
  readonly #keys = new Map<string, Key>();
  #made = 0;

  constructor(agenda: Agenda, first: { readonly publishableKey: string; readonly secretKey: string }) {
    this.#agenda = agenda;
    this.#add(first.publishableKey, { kind: 'publishable', name: 'first', origins: [] });
    this.#add(first.secretKey, { kind: 'secret', name: 'first', scopes: [everyScope] });
  }

  /** @throws {Problem} `credential-invalid` for a key that is not this clinic's, or was revoked */
  check(credential: string): void {
    if (this.#keys.get(credential)?.isLive !== true) throw new Problem('credential-invalid');
  }

  list(): Key[] {
    return [...this.#keys.values()];
  }

  /** @throws {Problem} `already-exists` for a third live key of a name */
  create(body: ApiKeyCreate): EndpointAnswer<typeof createApiKey> {
    const named = this.list().filter(({ isLive, kind, name }) => isLive && kind === body.kind && name === body.name);
    if (named.length >= mostOfAName) throw new Problem('already-exists');
    if (body.kind === 'secret') {
      const names: readonly string[] = [everyScope, ...knownScopes.filter((scope) => scope !== 'own-session')];
      const unknown = body.scopes.findIndex((scope) => !names.includes(scope));
      if (unknown >= 0) throw invalid(`/body/scopes/${unknown}`, 'is no scope');
    }
    const key = `${body.kind === 'secret' ? 'sk' : 'pk'}_test_made_${this.#made}`;
    return { ...this.#add(key, body), key };
  }

  /** @throws {Problem} `not-found` for any but a live publishable key */
  setOrigins(id: string, origins: readonly string[]): Key {
    const [key, row] = this.#find(id);
    if (row.kind !== 'publishable' || !row.isLive) throw new Problem('not-found');
    return this.#put(key, { ...row, origins: [...new Set(origins)] });
  }

  /** @throws {Problem} `not-found` */
  revoke(id: string): Key {
    const [key, row] = this.#find(id);
    return this.#put(key, { ...row, isLive: false });
  }

  #find(id: string): readonly [key: string, row: Key] {
    const found = [...this.#keys].find(([, row]) => row.id === id);
    if (found === undefined) throw new Problem('not-found');
    return found;
  }

  #add(key: string, body: ApiKeyCreate): Key {
    this.#made += 1;
    return this.#put(key, {
      id: `key_mock_${this.#made}`,
      kind: body.kind,
      name: body.name,
      scopes: body.kind === 'secret' ? [...body.scopes] : [],
      origins: body.kind === 'publishable' ? [...new Set(body.origins)] : [],
      createdOn: new Date(this.#agenda.now).toISOString().slice(0, 10),
      lastUsedOn: null,
      isLive: true,
    });
  }

  #put(key: string, row: Key): Key {
    this.#keys.set(key, row);
    return row;
  }
}
