import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { signInMailText } from './sign-in-mail-text.ts';
import { rightMailText } from './right-mail-text.ts';
import { surveyMailText } from './survey-mail-text.ts';
import { waitlistMailText } from './waitlist-mail-text.ts';
import { type PatientMailFacts, organizationMailText, patientMailText } from './mail-text.ts';

const facts: PatientMailFacts = {
  kind: 'booked',
  organizationName: 'Riverside Clinic',
  place: {
    mode: 'in-person',
    locationName: 'Riverside Main',
    address: { line: '120 Main Street', city: 'Riverside', state: 'IL', postalCode: '60546', country: 'US' },
  },
  start: Date.parse('2026-11-24T14:00:00Z'),
  timeZone: 'America/Chicago',
  isForAnother: false,
  languageTag: 'en-US',
  telephone: '+1 708 555 0100',
  link: 'https://visits.example/manage#lnk_x',
};

describe("The patient's mail", () => {
  it('tells clinic, time with its zone, place, telephone and the link', () => {
    const { subject, text } = patientMailText(facts);
    assert.equal(subject, 'Your visit is booked');
    assert.equal(
      text,
      [
        'Your visit at Riverside Clinic is booked.',
        '',
        'When: Tuesday, November 24, 2026 at 8:00 AM Central Standard Time',
        'Where: Riverside Main, 120 Main Street, Riverside, IL 60546',
        'Telephone: +1 708 555 0100',
        '',
        'To see the details, how to prepare, or to change or cancel the visit, open this link:',
        'https://visits.example/manage#lnk_x',
        '',
        'Keep the link to yourself: whoever has it can change your visit.',
        'To decline the invitation in your calendar does not cancel the visit.',
        '',
      ].join('\n'),
    );
  });

  it('is Spanish for who reads Spanish, and English for others', () => {
    const spanish = patientMailText({ ...facts, kind: 'rescheduled', languageTag: 'es-US' });
    assert.equal(spanish.subject, 'Su cita tiene una nueva hora');
    assert.match(spanish.text, /^Cuándo: martes, 24 de noviembre de 2026,? .*hora estándar central$/m);
    for (const languageTag of [null, 'fr', 'est', 'arn', 'en-a', 'es-a']) {
      const { subject } = patientMailText({ ...facts, languageTag });
      assert.equal(subject, languageTag === 'es-a' ? 'Su cita está reservada' : 'Your visit is booked');
    }
  });

  it('is Arabic for who reads Arabic, and reads rightly from right to left', () => {
    const { subject, text } = patientMailText({ ...facts, languageTag: 'ar-US' });
    assert.equal(subject, 'تم حجز زيارتك');
    assert.equal(
      text,
      [
        'تم حجز زيارتك في \u2068Riverside Clinic\u2069.',
        '',
        'متى: الثلاثاء، 24 نوفمبر 2026 في 8:00 ص التوقيت الرسمي المركزي لأمريكا الشمالية',
        'أين: \u2068Riverside Main\u2069، \u2068120 Main Street, Riverside, IL 60546\u2069',
        'الهاتف: \u2068+1 708 555 0100\u2069',
        '',
        'لعرض التفاصيل وكيفية التحضير، أو لتغيير الموعد أو إلغاء الزيارة، افتح هذا الرابط:',
        'https://visits.example/manage#lnk_x',
        '',
        'لا تشارك الرابط مع أحد: من يحصل عليه يستطيع تغيير زيارتك.',
        'رفض الدعوة في تقويمك لا يلغي الزيارة.',
        '',
      ].join('\n'),
    );
    assert.match(
      patientMailText({ ...facts, kind: 'cancelled', languageTag: 'ar' }).text,
      /لطلب موعد آخر، اتصل بالرقم \u2068\+1 708 555 0100\u2069\.$/m,
    );
  });

  for (const languageTag of ['en', 'es', 'ar'])
    it(`says that it is about a visit booked for somebody, and not whose: ${languageTag}`, () => {
      const own = /\byour? visit\b|\bsu cita\b|زيارتك/i;
      const another = /for someone|para otra persona|لشخص آخر/;
      for (const kind of ['booked', 'rescheduled', 'cancelled'] as const) {
        assert.match(patientMailText({ ...facts, kind, languageTag }).subject, own);
        const { subject, text } = patientMailText({ ...facts, kind, isForAnother: true, languageTag });
        assert.match(subject, another);
        assert.match(text.split('\n')[0] ?? '', another);
        assert.doesNotMatch(subject + text, own);
      }
      const { organizationName, place, start, timeZone, telephone, link } = facts;
      const offered = { place, start, timeZone, expiresAt: start };
      for (const offer of [null, offered]) {
        const waiting = { organizationName, telephone, link, offer, languageTag };
        const [mine, theirs] = [false, true].map((isForAnother) => waitlistMailText({ ...waiting, isForAnother }));
        assert.notEqual(mine?.subject, theirs?.subject);
        assert.doesNotMatch(
          theirs?.text ?? '',
          /\byou (are|stay) on\b|for you\b|\bpara usted|حجزه لك|محجوز لك|تنتظره /,
        );
      }
    });

  for (const kind of ['booked', 'rescheduled', 'cancelled'] as const)
    for (const mode of ['in-person', 'telehealth'] as const)
      it(`leaves nothing in Arabic that turns words around: ${kind}, ${mode}`, () => {
        const place = { ...facts.place, mode };
        const { subject, text } = patientMailText({
          ...facts,
          kind,
          place,
          isForAnother: mode === 'telehealth',
          languageTag: 'ar-EG',
        });
        assert.doesNotMatch(subject, /[A-Za-z0-9]/);
        const shown = text.split('\n').filter((line) => line !== facts.link);
        for (const line of shown) {
          assert.doesNotMatch(line.replaceAll(/\u2068[^\u2068\u2069]*\u2069/g, ''), /[A-Za-z+\u2068\u2069]/, line);
          if (line !== '') assert.match(line, /^\p{Script=Arabic}/u, 'its first letter says from which side it runs');
        }
      });

  it('names the zone that holds on that day', () => {
    const when = (start: string, timeZone: string) =>
      /^When: (.*)$/m.exec(
        patientMailText({ ...facts, start: Date.parse(start), timeZone, languageTag: 'en' }).text,
      )?.[1];
    assert.equal(
      when('2026-10-31T14:00:00Z', 'America/Chicago'),
      'Saturday, October 31, 2026 at 9:00 AM Central Daylight Time',
    );
    assert.equal(
      when('2026-11-01T14:00:00Z', 'America/Chicago'),
      'Sunday, November 1, 2026 at 8:00 AM Central Standard Time',
    );
    assert.equal(when('2026-11-24T03:15:00Z', 'Asia/Kathmandu'), 'Tuesday, November 24, 2026 at 9:00 AM Nepal Time');
  });

  it('offers no link when the visit is cancelled, but the telephone if there is one', () => {
    const { text } = patientMailText({ ...facts, kind: 'cancelled' });
    assert.doesNotMatch(text, /lnk_/);
    assert.match(text, /To ask for another time, call \+1 708 555 0100\./);
    assert.doesNotMatch(patientMailText({ ...facts, kind: 'cancelled', telephone: null }).text, /call/);
  });

  it('gives no address for a telehealth visit', () => {
    const { text } = patientMailText({ ...facts, place: { ...facts.place, mode: 'telehealth' } });
    assert.match(text, /^Where: Video visit with Riverside Main$/m);
    assert.doesNotMatch(text, /120 Main Street/);
  });
});

describe('The mail that asks', () => {
  const mail = (languageTag: string | null, minutes: number) =>
    surveyMailText({
      organizationName: 'Riverside Clinic',
      languageTag,
      telephone: '+1 708 555 0100',
      minutes,
      link: 'https://visits.example/survey?lang=ar#svl_x',
      declineLink: 'https://visits.example/unsubscribe?lang=ar#svl_x',
    });

  it('counts minutes as its language does', () => {
    const counted = (languageTag: string | null) =>
      [1, 2, 3, 11, 100].map((minutes) => mail(languageTag, minutes).text.split('\n')[1]?.split('.')[0]);
    assert.deepEqual(counted('ar'), [
      'المدة التقريبية: دقيقة',
      'المدة التقريبية: دقيقتان',
      'المدة التقريبية: 3 دقائق',
      'المدة التقريبية: 11 دقيقة',
      'المدة التقريبية: 100 دقيقة',
    ]);
    assert.deepEqual(counted('fr').slice(0, 2), ['It takes about a minute', 'It takes about 2 minutes']);
    assert.deepEqual(counted('es').slice(0, 2), ['Le llevará un minuto', 'Le llevará unos 2 minutos']);
  });

  it('leaves nothing in Arabic that turns words around', () => {
    const { subject, text } = mail('ar-EG', 3);
    const shown = [subject, ...text.split('\n')].filter((line) => line !== '' && !line.startsWith('https://'));
    assert.ok(shown.length > 5);
    for (const line of shown) {
      assert.doesNotMatch(line.replaceAll(/\u2068[^\u2068\u2069]*\u2069/g, ''), /[A-Za-z+\u2068\u2069]/, line);
      assert.match(line, /^\p{Script=Arabic}/u, 'its first letter says from which side it runs');
    }
  });
});

describe('The mail with a one-time code', () => {
  const mail = (languageTag: string | null, link: string | null = null) =>
    signInMailText({ organizationName: 'Riverside Clinic', code: '01234567', languageTag, link });

  it('is in the language of who asked, with the code on a line of its own', () => {
    assert.match(mail('ar-EG').text, /^رمز تسجيل الدخول إلى \u2068Riverside Clinic\u2069:\n\n01234567\n/);
    assert.match(mail('es').text, /^Su código para acceder a Riverside Clinic:\n\n01234567\n/);
    for (const languageTag of [null, 'fr', 'arn'])
      assert.match(mail(languageTag).text, /^Your code to sign in at Riverside Clinic:\n\n01234567\n/);
  });
});

describe('The mail with a code after which no more are sent for a while', () => {
  it('has a link on a line of its own, which no other such mail has', () => {
    for (const languageTag of ['en', 'es', 'ar']) {
      const texts = [null, 'https://app.example/records#psl_x'].map(
        (link) => signInMailText({ organizationName: 'Riverside', code: '01234567', languageTag, link }).text,
      );
      assert.doesNotMatch(texts[0] ?? '', /http/);
      assert.match(texts[1] ?? '', /:\n\nhttps:\/\/app\.example\/records#psl_x\n\n/);
    }
  });
});

describe("The clinic's mail", () => {
  it('tells what happened, when, where and with whom, and neither who comes nor what for', () => {
    const { subject, text } = organizationMailText({
      ...facts,
      kind: 'cancelled',
      appointmentId: 'apt_1',
      practitionerName: 'Amara Okafor, PT',
    });
    assert.equal(subject, 'Appointment cancelled');
    assert.equal(
      text,
      [
        'An appointment was cancelled. Its time is free again.',
        '',
        'When: Tuesday, November 24, 2026 at 8:00 AM Central Standard Time',
        'Where: Riverside Main, 120 Main Street, Riverside, IL 60546',
        'With: Amara Okafor, PT',
        'Appointment: apt_1',
        '',
        'Who comes and what for is read by that id, in your own system or by the API.',
        '',
      ].join('\n'),
    );
  });
});

describe('The mail about a right to act', () => {
  const right = { organizationName: 'Riverside Clinic', isForAnother: false, telephone: '+1 708 555 0100' };
  for (const languageTag of ['en', 'es', 'ar'])
    it(`says each thing in words of its own, to who it is about and to who booked for them (${languageTag})`, () => {
      const mails = (['given', 'ended'] as const).flatMap((change) =>
        [false, true].flatMap((isOwnChart) =>
          [false, true].map((isForAnother) =>
            rightMailText({ ...right, languageTag, change, isOwnChart, isForAnother }),
          ),
        ),
      );
      assert.equal(new Set(mails.map(({ subject }) => subject)).size, 4);
      assert.equal(new Set(mails.map(({ text }) => text)).size, 8);
      for (const { text } of mails) assert.match(text, /Riverside Clinic[^]*708 555 0100/);
    });
});
