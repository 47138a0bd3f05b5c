import type { FirstMessages } from '../messages.ts';
import { pluralOf } from '../../plural.ts';

const plural = pluralOf('ar');

/** Arabic texts of the first times. A count has six forms: none, one, two, 3 to 10, 11 to 99, and hundreds. */
export const ar: FirstMessages = {
  loading: 'جارٍ التحميل…',
  tryAgain: 'إعادة المحاولة',
  minutes: (minutes, digits) =>
    plural(minutes, {
      one: 'دقيقة واحدة',
      two: 'دقيقتان',
      few: `${digits} دقائق`,
      other: `${digits} دقيقة`,
    }),
  inPerson: 'زيارة للعيادة',
  telehealth: 'زيارة عبر الفيديو',
  whenTitle: 'اختر موعدًا',
  firstAvailable: 'أقرب موعد متاح',
  previousWeek: 'الأسبوع السابق',
  nextWeek: 'الأسبوع التالي',
  viewAs: 'عرض المواعيد حسب',
  viewWeek: 'الأسبوع',
  viewMonth: 'الشهر',
  viewList: 'قائمة',
  days: 'أيام الأسبوع',
  timesCount: (count, digits) =>
    plural(count, {
      zero: 'لا توجد مواعيد',
      one: 'موعد واحد',
      two: 'موعدان',
      few: `${digits} مواعيد`,
      many: `${digits} موعدًا`,
      other: `${digits} موعد`,
    }),
  comma: '، ',
  timesOn: (day) => `مواعيد يوم ${day}`,
  morning: 'صباحًا',
  afternoon: 'بعد الظهر',
  evening: 'مساءً',
  withWhom: (name) => `مع ${name}`,
  lookingForTimes: 'جارٍ البحث عن مواعيد…',
  clinicTime: (zone) => `${zone} (توقيت العيادة)`,
  yourTime: (zone) => `${zone} (توقيتك)`,
  clinicTimeOf: (time) => `${time} بتوقيت العيادة`,
  yourTimeOf: (time) => `${time} بتوقيتك`,
  sameMoment: (here, there) => `${here} يوافق ${there}.`,
  yourVisit: 'زيارتك',
  connectionTitle: 'لا يوجد اتصال بالعيادة.',
};
