import { pluralOf } from '../plural.ts';
import type { OwnSessionsMessages } from './messages.ts';

const plural = pluralOf('ar');

/** Arabic texts of where one is signed in. */
export const ar: OwnSessionsMessages = {
  notYou: 'إذا كان أحدها لا يخصك فأنهِه. الوقت هو وقت آخر استخدام.',
  here: 'هذا الجهاز، الآن',
  elsewhere: 'جهاز أو متصفح آخر',
  began: (when) => `تسجيل الدخول: ${when}`,
  roads: { code: 'برمز عبر البريد الإلكتروني', link: 'برابط من العيادة', portal: 'من بوابة العيادة' },
  actedFor: (name) => `بالنيابة عن \u2068${name}\u2069`,
  end: 'إنهاء هذا',
  ending: 'جارٍ الإنهاء…',
  endOthers: 'تسجيل الخروج من كل مكان آخر',
  nowhereElse: 'لست مسجّل الدخول في أي مكان آخر.',
  endedOne: 'انتهى. لم يعد أحد مسجّل الدخول هناك.',
  endedOthers: 'تم تسجيل خروجك من كل مكان آخر.',
  againTitle: 'سجّل الدخول مرة أخرى لإنهائه',
  againText: 'مضى بعض الوقت منذ سجّلت الدخول هنا. سنرسل إليك رمزًا جديدًا ثم تعود إلى هذه القائمة.',
  againByLink: 'مضى بعض الوقت منذ سجّلت الدخول هنا. اطلب من العيادة رابطًا جديدًا وافتحه ثم أنهِه.',
  again: 'أرسلوا إليّ رمزًا جديدًا',
  shown: (count, digits) =>
    plural(count, {
      zero: 'لا يوجد تسجيل دخول',
      one: 'مسجّل الدخول في مكان واحد',
      two: 'مسجّل الدخول في مكانين',
      few: `مسجّل الدخول في ${digits} أماكن`,
      many: `مسجّل الدخول في ${digits} مكانًا`,
      other: `مسجّل الدخول في ${digits} مكان`,
    }),
};
