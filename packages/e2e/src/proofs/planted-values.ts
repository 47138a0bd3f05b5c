import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrmClient, isPrmError, type PatientInput, type SurveyCreate, type SurveyMode } from '@openprm/sdk';
import { startApp, temporaryFolder } from '../app-process.ts';
import { plantedPerson, plantedWord } from '../planted-person.ts';
import { post } from '../http-caller.ts';
import { searchFor } from '../planted-search.ts';
import { createDatabase } from '../postgres-database.ts';
import { createTenant, productionEnv } from '../production.ts';
import { everyDay, setUpPlace } from '../set-up-clinic.ts';
import { openSmtpInbox } from '../smtp-inbox.fixture.ts';
import { pick } from './deployment.ts';
import { gatherKeys } from './key-thief.ts';
import {
  countOpened,
  expectedKinds,
  kindsOf,
  readAsStranger,
  readSealed,
  searchFiles,
  verifyAudit,
} from './search-planted.ts';
import { makeDevice, makePortal } from './sign-in-parts.ts';
import type { Proof } from './proof.ts';

const noLimits = '*=100000000/60 held-times=100000 held-share=1';
/** Of all patients, so many stay, so that there are keys left to try. */
const stays = 10;

const valuesOf = ({ given, family, birthDate, phone, email, contact }: PatientInput) => [
  given,
  family,
  birthDate,
  phone,
  email,
  ...(contact === undefined ? [] : [contact.given, contact.family]),
];

/**
 * People and secrets planted through each endpoint that takes any, in answers, refusals and addresses too; then every file of the database is
 * read raw, its write-ahead log among them. Afterwards nearly all are erased, and somebody with every key that is left tries to open a copy
 * from before.
 */
export const proof: Proof = {
  name: 'planted-values',
  summary:
    'nothing personal or secret stands in data files, write-ahead log, logs, jobs or answers to others, and nothing of the erased can be opened',
  smallN: 60,
  fullN: 1000,
  async run(n, context) {
    const postgres = await context.postgres();
    const inbox = await openSmtpInbox();
    const database = await createDatabase(postgres.url);
    const keyFile = path.join(temporaryFolder(), 'root.key');
    const filesFolder = temporaryFolder();
    const env = {
      ...productionEnv({ databaseUrl: database.url, smtpUrl: inbox.url, keyFile }),
      OPENPRM_LIMITS: noLimits,
      OPENPRM_FILES: pathToFileURL(filesFolder).href,
    };
    const app = await startApp({ env });
    try {
      const [ours, theirs] = [
        await createTenant(database.url, { name: 'North Clinic', origin: 'https://north.example' }),
        await createTenant(database.url, { name: 'South Clinic', origin: 'https://south.example' }),
      ];
      const clinic = new PrmClient({ apiUrl: app.url, key: ours.secretKey });
      const visitor = new PrmClient({ apiUrl: app.url, key: ours.publishableKey });
      const stranger = new PrmClient({ apiUrl: app.url, key: theirs.secretKey });
      // what a clinic is called is public: it has to be found, or the search is worth nothing
      const control = `Control${plantedWord()}`;
      const { healthcareServiceId } = await setUpPlace(clinic, {
        name: control,
        service: { durationMinutes: 5, slotIntervalMinutes: 5, horizonDays: 365 },
        schedule: { weeklyHours: [{ daysOfWeek: [...everyDay], start: '00:00', end: '24:00' }] },
      });

      const surveyId = await askForWords(clinic, 'named', {
        recovery: [{ kind: 'word', words: ['hurts'], dueMinutes: 60 }],
      });
      const delivery = { trigger: 'visit-fulfilled', delayMinutes: 0, throttleDays: 0, consent: 'opt-out' } as const;
      const mailedId = await askForWords(clinic, 'confidential', { delivery });
      const anonymousId = await askForWords(clinic, 'anonymous');
      const portal = makePortal();
      const { audience } = await clinic.portal.put(portal.registration);
      /** Signs a patient in by the clinic's portal, which vouches for an address that is in no chart. */
      const signInElsewhere = async (patientId: string, email: string) => {
        const now = Math.floor(Date.now() / 1000);
        const claims = {
          iss: portal.registration.issuer,
          aud: audience,
          sub: patientId,
          jti: randomUUID(),
          iat: now,
          exp: now + 120,
          patient_id: patientId,
          email,
          email_verified: true,
        };
        const body = { assertion: portal.sign(claims), key: (await makeDevice()).key };
        const credential = ours.publishableKey;
        const { status } = await post(`${app.url}/v1/sessions/from-assertion`, body, { credential });
        if (status !== 201) throw new Error(`A patient of the portal was answered ${status}.`);
      };

      const planted: string[] = [];
      const plant = (...values: readonly string[]) => void planted.push(...values);
      const patients: string[] = [];
      const slots = (await visitor.slots.search({ healthcareServiceId, limit: 200 })).data;
      for (let round = 0; planted.length < n; round += 1) {
        const patient = plantedPerson();
        const hold = await visitor.holds.create({ slotId: pick(slots, round * 3).id });
        // callers make keys of what they know
        const idempotencyKey = `booking-${plantedWord()}`;
        const booking = { holdId: hold.id, holdSecret: hold.secret, patient };
        const booked = await visitor.appointments.create(booking, { idempotencyKey });
        if (booked.patient === null || booked.access === null)
          throw new Error('A booking came back without its patient.');
        plant(...valuesOf(patient), idempotencyKey, hold.secret, booked.access.token);
        patients.push(booked.patient.id);
        const mail = await inbox.next(({ to }) => to === patient.email);
        plant(/lnk_\S+/.exec(mail.text)?.[0] ?? '');

        const { email: elsewhere } = plantedPerson();
        await signInElsewhere(booked.patient.id, elsewhere);
        plant(elsewhere);

        const owner = new PrmClient({ apiUrl: app.url, key: booked.access.token });
        await owner.appointments.get(booked.id);
        await owner.appointments.calendar(booked.id);
        if (round % 2 === 1) await owner.appointments.cancel({ id: booked.id });

        // for a time far away, so that no offer takes what the next round books
        const waiting = plantedPerson();
        const start = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10);
        const entry = await visitor.waitlistEntries.create({
          healthcareServiceId,
          patient: waiting,
          requestedPeriod: { start },
        });
        if (entry.patient === null) throw new Error('Who waits came back without a name.');
        patients.push(entry.patient.id);
        const joined = await inbox.next(({ to }) => to === waiting.email);
        plant(...valuesOf(waiting), /wll_\S+/.exec(joined.text)?.[0] ?? '', entry.undo?.secret ?? '');

        // what was answered, and what was noted because of it
        const [said, noted] = [plantedWord(), plantedWord()];
        const { secret: surveyLink } = await clinic.surveyInvitations.create({
          surveyId,
          patientId: booked.patient.id,
        });
        const asked = new PrmClient({ apiUrl: app.url, key: surveyLink });
        plant(...(await answerWithFile(asked, surveyId, `${said} hurts`)));
        const [task] = (await clinic.tasks.list({ status: 'open' })).data;
        if (task === undefined) throw new Error('An answer that opens a task opened none.');
        await clinic.tasks.update({ id: task.id, version: 1, status: 'completed', outcome: 'helped', note: noted });
        plant(said, noted, surveyLink);

        // nobody knows whose it is, and what is typed stays sealed, also what was typed over
        const [typed, sent] = [plantedWord(), plantedWord()];
        const anonymous = await visitor.questionnaireResponses.create({
          surveyId: anonymousId,
          response: wordsOf(typed, 'in-progress'),
        });
        const { id, version, secret = '' } = anonymous;
        await visitor.questionnaireResponses.save({ id, version, response: wordsOf(sent), secret: secret ?? '' });
        plant(typed, sent, secret ?? '');

        // asked by a mail, in confidence
        if (round % 2 === 0) {
          await clinic.appointments.fulfil(booked.id);
          const asking = await inbox.next(({ to, text }) => to === patient.email && text.includes('svl_'));
          const mailed = /svl_\S+/.exec(asking.text)?.[0] ?? '';
          const confided = plantedWord();
          await new PrmClient({ apiUrl: app.url, key: mailed }).questionnaireResponses.create({
            surveyId: mailedId,
            response: wordsOf(confided),
          });
          plant(mailed, confided);
        }

        const relative = plantedPerson();
        await clinic.relatedPersons.create({
          patientId: booked.patient.id,
          relationship: 'PRN',
          given: relative.given,
          family: relative.family,
          birthDate: relative.birthDate,
          email: relative.email,
        });
        plant(relative.given, relative.family, relative.birthDate, relative.email);
        const wanted = plantedPerson();
        await clinic.patients.search({ given: wanted.given, family: wanted.family, birthDate: wanted.birthDate });
        await clinic.patients.search({ phone: wanted.phone });
        await clinic.patients.search({ email: patient.email });
        await visitor.signInCodes.create({ email: wanted.email });
        plant(...valuesOf(wanted));

        // where they do not belong: refused, and neither quoted nor logged
        const lost = plantedPerson();
        await expectRefusal(clinic.locations.get(lost.family));
        await expectRefusal(clinic.appointments.list({ cursor: lost.email }));
        await expectRefusal(clinic.organizations.create({ name: 'x', nickname: lost.given } as { name: string }));
        await fetch(`${app.url}/v1/healthcare-services?key=${ours.publishableKey}&note=${lost.phone}`);
        await fetch(`${app.url}/v1/${lost.given}/${lost.birthDate}`, { headers: { 'X-Note': lost.email } });
        plant(...valuesOf(lost));
        if (round % 20 === 19) context.say(`${planted.length} planted`);
      }
      const answersToOthers = await readAsStranger(stranger, theirs.secretKey, app.url, [
        '/v1/tasks',
        '/v1/surveys',
        '/v1/waitlist-entries',
        ...[mailedId, anonymousId].map((asked) => `/v1/questionnaire-responses?surveyId=${asked}`),
        `/v1/surveys/${surveyId}/responses-fhir`,
        `/v1/questionnaire-responses?surveyId=${surveyId}`,
        ...patients.map((id) => `/v1/patients/${id}`),
      ]);

      const search = searchFor(planted);
      await database.query('checkpoint');
      const files = await searchFiles(database, filesFolder, search, control);
      const jobs = await database.query<{ text: string }>(
        'select j::text as text from pgboss.job j union all select d::text from mail d union all select a::text from audit_event a',
      );
      const inText = (text: string) => search.find(Buffer.from(text)).size;
      const foundInJobs = inText(jobs.map(({ text }) => text).join('\n'));
      const foundInAnswers = inText(answersToOthers);

      const erasing = patients.filter((_id, index) => index % stays !== 0);
      const copies = await readSealed(database, erasing);
      const openedBefore = countOpened(await gatherKeys(database, keyFile), copies);
      for (const id of erasing) await clinic.patients.erase(id);
      const keysLeft = await gatherKeys(database, keyFile);
      const recoverable = countOpened(keysLeft, copies);
      const [{ people: peopleLeft } = { people: -1 }] = await database.query<{ people: number }>(
        'select count(*)::integer as people from person',
      );
      const audit = await verifyAudit(env);
      const foundInLogs = inText(app.output());

      const figures = {
        planted: planted.length,
        filesRead: files.files,
        megabytesRead: Math.round(files.bytes / 2 ** 20),
        foundInDataDirectory: files.found.size,
        foundInWriteAheadLog: files.foundInLog.size,
        controlFound: files.isControlFound,
        foundInLogs,
        foundInJobs,
        foundInAnswersToOthers: foundInAnswers,
        erased: erasing.length,
        tablesSealed: kindsOf(copies).size,
        openedBefore,
        keysLeft: keysLeft.length,
        recoverable,
        peopleLeft,
        auditRows: audit.rows,
        auditFindings: audit.findings.length,
      };
      const isClean =
        files.found.size + files.foundInLog.size + foundInLogs + foundInJobs + foundInAnswers + recoverable === 0;
      const isProved =
        isClean &&
        files.isControlFound &&
        openedBefore === copies.length &&
        peopleLeft === patients.length - erasing.length &&
        copies.length >= 2 * erasing.length &&
        expectedKinds.every((kind) => kindsOf(copies).has(kind)) &&
        audit.findings.length === 0 &&
        audit.rows > n / 10;
      return { result: isProved ? 'pass' : 'fail', figures };
    } finally {
      await app.stop();
      await inbox.close();
    }
  },
};

/** Answers in words and with a file. @returns what the file has, and what it was said to be */
async function answerWithFile(asked: PrmClient, surveyId: string, words: string): Promise<readonly string[]> {
  const [kind, title, content] = [plantedWord(), plantedWord(), `${plantedWord()} in a file`];
  const begun = await asked.questionnaireResponses.create({ surveyId, response: wordsOf(words, 'in-progress') });
  const about = { contentType: `text/${kind}`, size: content.length };
  const room = await asked.responseAttachments.create({ responseId: begun.id, attachment: about });
  const data = Buffer.from(content).toString('base64');
  await asked.responseAttachments.put({ responseId: begun.id, id: room.id, data });
  const response = wordsOf(words);
  const file = { linkId: 'file', answer: [{ valueAttachment: { ...about, title, url: room.url } }] };
  await asked.questionnaireResponses.save({
    id: begun.id,
    version: begun.version,
    response: { ...response, item: [...response.item, file] },
  });
  return [kind, title, content, data];
}

/** A survey with one question that is answered in words, and one that wants a file. */
async function askForWords(
  clinic: PrmClient,
  mode: SurveyMode,
  more: Pick<SurveyCreate, 'recovery' | 'delivery'> = {},
): Promise<string> {
  const [organization] = (await clinic.organizations.list()).data;
  const { id: questionnaireId } = await clinic.questionnaires.create({
    questionnaire: {
      resourceType: 'Questionnaire',
      url: `https://north.example/${mode}`,
      version: '1',
      status: 'active',
      title: 'Words',
      item: [
        { linkId: 'words', type: 'text', text: 'How was it?' },
        // no file is asked of who is nobody
        ...(mode === 'anonymous' ? [] : [{ linkId: 'file', type: 'attachment', text: 'Show us.' }]),
      ],
    },
  });
  const { id } = await clinic.surveys.create({
    organizationId: organization?.id ?? '',
    questionnaireId,
    name: 'Words',
    mode,
    readers: ['clinician'],
    minutes: 1,
    ...more,
  });
  return id;
}

const wordsOf = (text: string, status: 'in-progress' | 'completed' = 'completed') => ({
  resourceType: 'QuestionnaireResponse',
  status,
  item: [{ linkId: 'words', answer: [{ valueString: text }] }],
});

async function expectRefusal(call: Promise<unknown>): Promise<void> {
  const outcome = await call.then(
    () => 'done',
    (error: unknown) => (isPrmError(error) ? 'refused' : error),
  );
  if (outcome !== 'refused') throw new Error('What should have been refused was not.', { cause: outcome });
}
