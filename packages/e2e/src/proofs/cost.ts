import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PrmClient } from '@openprm/sdk';
import { root } from '../../../tooling/places.mjs';
import { type AppProcess, startApp, temporaryFolder } from '../app-process.ts';
import { median } from '../median.ts';
import { zyxwina } from '../patient.ts';
import { createDatabase, type PostgresDatabase } from '../postgres-database.ts';
import { createTenant, productionEnv } from '../production.ts';
import { first, setUpPlace } from '../set-up-clinic.ts';
import { openSmtpInbox } from '../smtp-inbox.fixture.ts';
import type { Proof } from './proof.ts';

/** The aim, on a machine that does nothing else: so much more than without, or so many milliseconds, whichever is more. */
const mostShare = 0.2;
const mostMilliseconds = 1.5;
const fewestOfFullRun = 1000;
/** A small run stands among all other tests, which delay every turn to disk and processor; beyond this something is wrong there too. */
const mostTimesWhenBusy = 3;
const warmUp = 300;
/** Both servers answer one client thousands of times: no limit may count. */
const noLimits = '*=100000000/60 held-times=1000 held-share=1';

/** The server without what is measured: a text in place of another, which must be there. */
const without: readonly (readonly [file: string, find: string, replace: string])[] = [
  [
    'core/features/patients/patient-record.js',
    'seal.seal(patientIdentity(patientId), JSON.stringify(identity))',
    'Promise.resolve(new TextEncoder().encode(JSON.stringify(identity)))',
  ],
  [
    'core/features/patients/patient-record.js',
    'const seal = await unwrapPatientKey(reader, id, row.patient_key);',
    'await undefined;',
  ],
  ['core/features/patients/patient-record.js', 'await seal.open(patientIdentity(id), sealed)', 'sealed'],
  ['core/features/appointments/appointment-repository.js', '.select(wrappedKey)', ''],
  [
    'core/http/mount.js',
    'await audit(context, row, touched, journal, { ...said, refusal: result && refusalOf(result) });',
    '',
  ],
];

/** One server with one booked visit. */
interface Side {
  readonly app: AppProcess;
  readonly database: PostgresDatabase;
  /** Reads the visit as its patient, whole. @returns how long it took, in milliseconds */
  read(): Promise<number>;
}

/** The same read by the same patient, at a server as it is and at one without encryption and audit, in turns, each on a database of its own. */
export const proof: Proof = {
  name: 'cost',
  summary: `a signed-in read costs little more than without encryption and audit: the aim is ${mostShare * 100} % or ${mostMilliseconds} ms`,
  smallN: 200,
  fullN: 5000,
  isTimed: true,
  async run(n, context) {
    const postgres = await context.postgres();
    const bare = copyWithout();
    const inbox = await openSmtpInbox();
    const sides: Side[] = [];
    try {
      for (const main of [undefined, bare.main]) sides.push(await openSide(postgres.url, inbox.url, main));
      const [protectedSide, bareSide] = [first(sides), first(sides.slice(1))];
      for (let pair = 0; pair < warmUp; pair += 1) for (const side of sides) await side.read();
      const before = await Promise.all(sides.map(countAudits));

      const withMs: number[] = [];
      const withoutMs: number[] = [];
      for (let pair = 0; pair < n; pair += 1) {
        withMs.push(await protectedSide.read());
        withoutMs.push(await bareSide.read());
        if (pair % 1000 === 999) context.say(`${pair + 1} pairs`);
      }
      const after = await Promise.all(sides.map(countAudits));
      const [audited = 0, bareAudited = 0] = after.map((count, index) => count - (before[index] ?? 0));

      // The machine does other things too, and delays both: what is compared is the tenth of the reads that it let pass.
      const [least, bareLeast] = [undisturbed(withMs), undisturbed(withoutMs)];
      const added = least - bareLeast;
      const aim = Math.max(mostMilliseconds, mostShare * bareLeast);
      const meetsAim = added <= aim;
      const isCheap = n < fewestOfFullRun ? least <= mostTimesWhenBusy * bareLeast : meetsAim;
      const isProved = isCheap && audited === n && bareAudited === 0;
      const round = (ms: number) => Math.round(ms * 100) / 100;
      return {
        result: isProved ? 'pass' : 'fail',
        figures: {
          withMilliseconds: round(least),
          withoutMilliseconds: round(bareLeast),
          addedMilliseconds: round(added),
          meetsAim,
          addedPercent: Math.round((added / bareLeast) * 100),
          medianWithMilliseconds: round(median(withMs)),
          medianWithoutMilliseconds: round(median(withoutMs)),
          auditRows: audited,
          auditRowsWithout: bareAudited,
        },
      };
    } finally {
      await Promise.all(sides.map(({ app }) => app.stop()));
      await inbox.close();
      bare.remove();
    }
  },
};

/** The time below which a tenth of the calls stayed. */
function undisturbed(figures: readonly number[]): number {
  const tenth = figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 10)];
  if (tenth === undefined) throw new Error('There is no figure.');
  return tenth;
}

async function openSide(postgresUrl: string, smtpUrl: string, main: string | undefined): Promise<Side> {
  const database = await createDatabase(postgresUrl);
  const env = {
    ...productionEnv({ databaseUrl: database.url, smtpUrl, keyFile: path.join(temporaryFolder(), 'root.key') }),
    OPENPRM_LIMITS: noLimits,
  };
  const app = await startApp({ env, ...(main === undefined ? {} : { main }) });
  const keys = await createTenant(database.url, { name: 'North Clinic', origin: 'https://north.example' });
  const clinic = new PrmClient({ apiUrl: app.url, key: keys.secretKey });
  const { healthcareServiceId } = await setUpPlace(clinic);
  const visitor = new PrmClient({ apiUrl: app.url, key: keys.publishableKey });
  const { data: slots } = await visitor.slots.search({ healthcareServiceId });
  const hold = await visitor.holds.create({ slotId: first(slots).id });
  const booked = await visitor.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient: zyxwina });

  const address = `${app.url}/v1/appointments/${booked.id}`;
  const headers = { Authorization: `Bearer ${booked.access?.token}` };
  return {
    app,
    database,
    async read() {
      const began = performance.now();
      const text = await (await fetch(address, { headers })).text();
      const took = performance.now() - began;
      if (!text.includes(zyxwina.family)) throw new Error(`The read was not answered with the visit: ${text}`);
      return took;
    },
  };
}

async function countAudits({ database }: Side): Promise<number> {
  const [row] = await database.query<{ n: string }>(
    `select count(*) as n from audit_event where action = 'getAppointment'`,
  );
  return Number(row?.n);
}

/** The built app and server in a folder of their own, with some texts replaced. */
function copyWithout(): { readonly main: string; remove(): void } {
  const cache = path.join(root, 'packages/e2e/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'cost-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const copies = path.join(folder, 'node_modules/@openprm');
  for (const name of ['app', 'server']) {
    for (const part of ['package.json', 'dist', ...(name === 'app' ? ['static'] : [])]) {
      cpSync(path.join(root, 'packages', name, part), path.join(copies, name, part), { recursive: true });
    }
  }
  for (const [file, find, replace] of without) {
    const place = path.join(copies, 'server/dist', file);
    const text = readFileSync(place, 'utf8');
    if (!text.includes(find)) throw new Error(`${file} does not hold what the bare server goes without: ${find}`);
    writeFileSync(place, text.replace(find, replace));
  }
  return { main: path.join(copies, 'app/dist/main.js'), remove };
}
