import { pluralOf } from '../../plural.ts';
import type { FirstMessages } from '../messages.ts';

const plural = pluralOf('ar');

export const ar: FirstMessages = {
  loading: 'جارٍ التحميل…',
  tryAgain: 'إعادة المحاولة',
  begin: 'ابدأ',
  goOn: 'متابعة إجاباتك',
  surveyTitle: 'بضعة أسئلة',
  minutes: (count, digits) =>
    plural(count, {
      one: 'نحو دقيقة واحدة',
      two: 'نحو دقيقتين',
      few: `نحو ${digits} دقائق`,
      many: `نحو ${digits} دقيقة`,
      other: `نحو ${digits} دقيقة`,
    }),
  namedTitle: 'تُقرأ إجاباتك مع اسمك',
  namedText: 'وهي جزء من ملفك في العيادة.',
  confidentialTitle: 'إجاباتك سرّية',
  confidentialText:
    'لا يرى فريق رعايتك من أجاب. إذا دلّت إجابة على أنك قد تكون في خطر، فيمكن للعيادة أن تعرف من أنت لمساعدتك، ويُسجَّل ذلك.',
  anonymousTitle: 'إجاباتك مجهولة المصدر',
  anonymousText: 'لا يمكن لأحد أن يعرف من أجاب، ولذلك لا يمكن لأحد أن يرد عليك. وقد يدل ما تكتبه بنفسك عليك.',
  readBy: (readers) => `تقرأها: ${readers}`,
  readers: {
    owner: 'إدارة العيادة',
    clinician: 'الطاقم السريري',
    unknown: 'طاقم العيادة',
  },
  savedInParts: 'تُحفظ إجاباتك في العيادة أثناء تقدمك. يمكنك التوقف والعودة بالطريقة نفسها.',
  savedAtEnd: 'تبقى إجاباتك في هذه الصفحة حتى ترسلها. إذا غادرتها ضاعت.',
  connectionTitle: 'لا يوجد اتصال بالعيادة.',
  connectionText: 'تحقق من اتصالك. سنعيد المحاولة حالما يتوفر.',
  configurationTitle: 'لا يمكن عرض هذه الأسئلة هنا.',
  configurationText: 'هناك إعداد غير صحيح. يمكن للعيادة مساعدتك.',
};
