import { pluralOf } from '../../plural.ts';
import type { OwnSurveyMessages } from '../own-messages.ts';

const plural = pluralOf('ar');

/** Arabic texts of the list of one's own surveys. */
export const ar: OwnSurveyMessages = {
  ownTitle: 'استبياناتك',
  ownTitleOf: (name) => `استبيانات \u2068${name}\u2069`,
  whomSurveys: 'استبيانات من؟',
  noneWaiting: 'لا توجد استبيانات في انتظارك.',
  surveysWaiting: (count, digits) =>
    plural(count, {
      one: 'استبيان واحد في انتظارك.',
      two: 'استبيانان في انتظارك.',
      few: `${digits} استبيانات في انتظارك.`,
      many: `${digits} استبيانًا في انتظارك.`,
      other: `${digits} استبيان في انتظارك.`,
    }),
  answeredPart: 'تمت الإجابة عنها',
  untitled: 'بعض الأسئلة',
  minutes: (count, digits) =>
    plural(count, {
      one: 'نحو دقيقة واحدة',
      two: 'نحو دقيقتين',
      few: `نحو ${digits} دقائق`,
      many: `نحو ${digits} دقيقة`,
      other: `نحو ${digits} دقيقة`,
    }),
  begun: 'بدأت الإجابة',
  openUntil: (date) => `متاح حتى ${date}`,
  answered: 'تمت الإجابة',
  answeredOn: (date) => `تمت الإجابة في ${date}`,
  confidential: 'سري',
  answer: 'أجب',
  goOnWith: 'تابع',
  showMore: 'عرض المزيد',
  listRefused: 'لا يمكن عرض استبياناتك هنا.',
  backToList: 'استبياناتك',
  savingFirst: 'جارٍ حفظ إجاباتك…',
  unsavedTitle: 'لم تُحفظ إجاباتك الأخيرة.',
  unsavedText: 'تبقى ما دمت هنا. إذا تركتها فقدتها.',
  stayHere: 'البقاء هنا',
  leaveThem: 'المغادرة بدونها',
};
