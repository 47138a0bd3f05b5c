import { type Migration, Migrator } from 'kysely/migration';
import type { Database } from '../ports.ts';
import * as house from './migrations/0001-house.ts';
import * as keys from './migrations/0002-keys.ts';
import * as auditAndLimits from './migrations/0003-audit-and-limits.ts';
import * as staff from './migrations/0004-staff.ts';
import * as patientSessions from './migrations/0005-patient-sessions.ts';
import * as endedHolds from './migrations/0006-ended-holds.ts';
import * as sealedItemsAndFiles from './migrations/0007-sealed-items-and-files.ts';
import * as shortAnswers from './migrations/0008-short-answers.ts';
import * as keysByApi from './migrations/0009-keys-by-api.ts';
import * as nobodyShutOut from './migrations/0010-nobody-shut-out.ts';
import * as eventFeed from './migrations/0011-event-feed.ts';
import * as visitRules from './migrations/0012-visit-rules.ts';
import * as waitlist from './migrations/0013-waitlist.ts';
import * as waitlistProof from './migrations/0014-waitlist-proof.ts';
import * as staffActs from './migrations/0016-staff-acts.ts';
import * as surveys from './migrations/0018-surveys.ts';
import * as surveyMails from './migrations/0019-survey-mails.ts';
import * as notesAndOwnAnswers from './migrations/0020-notes-and-own-answers.ts';
import * as chartByWhatWasSaid from './migrations/0022-chart-by-what-was-said.ts';
import * as responseAttachments from './migrations/0023-response-attachments.ts';
import * as bookedByVisitors from './migrations/0024-booked-by-visitors.ts';
import * as typesOfFiles from './migrations/0025-types-of-files.ts';
import * as filesPutWithoutAConnection from './migrations/0027-files-put-without-a-connection.ts';
import * as ownSessions from './migrations/0028-own-sessions.ts';
import * as surveyBatches from './migrations/0029-survey-batches.ts';
import * as shownCharts from './migrations/0030-shown-charts.ts';
import * as tasksTried from './migrations/0031-tasks-tried.ts';
import * as codesByMailbox from './migrations/0032-codes-by-mailbox.ts';
import * as addressOfWhoActs from './migrations/0033-address-of-who-acts.ts';
import * as networksOfBookers from './migrations/0034-networks-of-bookers.ts';
import * as visitsAsAnswered from './migrations/0036-visits-as-answered.ts';
import * as sentFiles from './migrations/0037-sent-files.ts';
import * as wordsWrittenOver from './migrations/0038-words-written-over.ts';
import * as toldAgain from './migrations/0039-told-again.ts';

/** Every migration by its name, in order. A migration that has been released is never changed. */
const migrations: Record<string, Migration> = {
  '0001-house': house,
  '0002-keys': keys,
  '0003-audit-and-limits': auditAndLimits,
  '0004-staff': staff,
  '0005-patient-sessions': patientSessions,
  '0006-ended-holds': endedHolds,
  '0007-sealed-items-and-files': sealedItemsAndFiles,
  '0008-short-answers': shortAnswers,
  '0009-keys-by-api': keysByApi,
  '0010-nobody-shut-out': nobodyShutOut,
  '0011-event-feed': eventFeed,
  '0012-visit-rules': visitRules,
  '0013-waitlist': waitlist,
  '0014-waitlist-proof': waitlistProof,
  '0016-staff-acts': staffActs,
  '0018-surveys': surveys,
  '0019-survey-mails': surveyMails,
  '0020-notes-and-own-answers': notesAndOwnAnswers,
  '0022-chart-by-what-was-said': chartByWhatWasSaid,
  '0023-response-attachments': responseAttachments,
  '0024-booked-by-visitors': bookedByVisitors,
  '0025-types-of-files': typesOfFiles,
  '0027-files-put-without-a-connection': filesPutWithoutAConnection,
  '0028-own-sessions': ownSessions,
  '0029-survey-batches': surveyBatches,
  '0030-shown-charts': shownCharts,
  '0031-tasks-tried': tasksTried,
  '0032-codes-by-mailbox': codesByMailbox,
  '0033-address-of-who-acts': addressOfWhoActs,
  '0034-networks-of-bookers': networksOfBookers,
  '0036-visits-as-answered': visitsAsAnswered,
  '0037-sent-files': sentFiles,
  '0038-words-written-over': wordsWrittenOver,
  '0039-told-again': toldAgain,
};

/**
 * Brings the database to this version's schema. Several processes may start at once: one migrates, the others wait.
 *
 * @returns how many migrations were run
 * @throws the database's own error; nothing of a failed migration stays
 */
export async function migrate(database: Database): Promise<number> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results.length;
}
