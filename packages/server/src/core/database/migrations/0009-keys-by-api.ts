import { type Kysely, sql } from 'kysely';

/** Requests make keys and change what may be changed of one; row-level security keeps each to its tenant, and no request writes the hash of another key over one. */
const statements = [
  `grant insert (tenant_id, id, kind, key_hash, name, scopes, origins) on api_key to openprm_app`,
  `grant update (origins, revoked_at) on api_key to openprm_app`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
