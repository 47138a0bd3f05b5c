import { type Kysely, sql } from 'kysely';

/** Whom a kind of visit is for, what is asked before its times are shown, and whom to call at a place instead. */
const statements = [
  `alter table healthcare_service add column eligibility jsonb`,
  `alter table healthcare_service add column referral_method text[] not null default '{}'`,
  `alter table healthcare_service add column referral_instructions text`,
  `alter table healthcare_service add column red_flags jsonb not null default '[]'`,
  `alter table location add column emergency_telephone text`,
  `alter table location add column crisis_telephone text`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
