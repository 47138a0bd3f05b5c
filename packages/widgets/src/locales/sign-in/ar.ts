import { pluralOf } from '../plural.ts';
import type { SignInMessages } from './messages.ts';

const plural = pluralOf('ar');

/** Arabic texts of signing in. Names and addresses stand between marks that keep their own direction (U+2068, U+2069). */
export const ar: SignInMessages = {
  loading: 'جارٍ التحميل…',
  tryAgain: 'إعادة المحاولة',

  signInTitle: 'تسجيل الدخول',
  signInText: 'نرسل رمزًا إلى بريدك الإلكتروني. لا حاجة إلى كلمة مرور.',
  signInPrivacy: 'ما تكتبه هنا يصل إلى العيادة وحدها.',
  email: 'البريد الإلكتروني',
  sendCode: 'أرسل لي رمزًا',
  sendingCode: 'جارٍ إرسال الرمز…',
  problemEmailMissing: 'أدخل عنوان بريدك الإلكتروني',
  problemEmail: 'أدخل العنوان كاملًا، مثل \u2066dana@example.org\u2069',

  codeTitle: 'أدخل الرمز',
  codeText: (email, digits) =>
    `رسالة فيها رمز من ${digits} أرقام في طريقها إلى \u2068${email}\u2069. يعمل الرمز في هذه الصفحة وحدها ولوقت قصير.`,
  code: 'الرمز الوارد في الرسالة',
  signIn: 'دخول',
  checkingCode: 'جارٍ التحقق من الرمز…',
  otherAddress: 'استخدام عنوان آخر',
  resend: 'إرسال رمز جديد',
  resendSoon: 'لم تصل الرسالة بعد؟ يمكنك طلب رمز جديد بعد نصف دقيقة.',
  resendHint:
    'لم تصل الرسالة؟ ابحث في مجلد الرسائل غير المرغوب فيها. لا يُرسل إلى العنوان الواحد إلا عدد قليل من الرموز في الساعة.',
  codeResent: 'رمز جديد في طريقه إليك. لم تعد الرموز السابقة صالحة هنا.',
  problemCodeMissing: (digits) => `أدخل أرقام الرمز وعددها ${digits}`,
  problemCodeWrong: (tries, digits) =>
    plural(tries, {
      one: 'هذا الرمز غير صحيح. بقيت محاولة واحدة.',
      two: 'هذا الرمز غير صحيح. بقيت محاولتان.',
      few: `هذا الرمز غير صحيح. بقيت ${digits} محاولات.`,
      other: `هذا الرمز غير صحيح. بقيت ${digits} محاولة.`,
    }),
  problemCodeExpired: 'لم يعد هذا الرمز صالحًا.',
  problemCodeExhausted: 'جُرّب هذا الرمز مرات كثيرة.',
  codeOverText: 'يُرجى طلب رمز جديد.',

  birthDateTitle: 'العثور على ملفك',
  birthDateText: 'قد تشترك العائلة في عنوان واحد. تاريخ ميلادك يحدد أي ملف هو ملفك.',
  birthDate: 'تاريخ الميلاد',
  dateParts: { year: 'السنة', month: 'الشهر', day: 'اليوم' },
  findRecords: 'البحث عن ملفي',
  findingRecords: 'جارٍ البحث عن ملفك…',
  skip: 'المتابعة بدون ملف',
  problemBirthDateMissing: 'أدخل تاريخ ميلادك',
  problemBirthDate: (example) => `أدخل تاريخًا صحيحًا، مثل \u2066${example}\u2069`,
  problemBirthDateRange: 'أدخل تاريخ ميلاد في الماضي',
  notFoundTitle: 'لم نجد ملفًا بهذا التاريخ.',
  notFoundText: 'يُرجى مراجعة التاريخ. إن كان صحيحًا فربما لدى العيادة عنوان آخر لك: اتصل بها.',

  whomTitle: 'ملف مَن؟',
  yourself: 'أنت',
  yourChild: 'ابنك أو ابنتك',
  yourParent: 'والدك أو والدتك',
  yourSpouse: 'زوجك أو زوجتك',
  yourSibling: 'أخوك أو أختك',
  yourFamily: 'من عائلتك',
  yourFriend: 'صديقك أو صديقتك',
  inYourCare: 'في رعايتك',

  signedIn: 'تم تسجيل الدخول',
  signedInAs: (name) => `تم تسجيل الدخول باسم \u2068${name}\u2069`,
  actingFor: (name) => `نيابة عن \u2068${name}\u2069`,
  changeWhom: 'تغيير',
  signOut: 'تسجيل الخروج',
  signingOut: 'جارٍ تسجيل الخروج…',
  endingTitle: 'هل ما زلت هنا؟',
  endingText: 'لم يحدث شيء هنا منذ مدة. سيتم تسجيل خروجك بعد دقيقتين.',
  stay: 'البقاء مسجلًا',
  newsSignedOut: 'تم تسجيل خروجك.',
  newsSignedOutHere: 'تم تسجيل خروجك من هذه الصفحة. تعذّر إبلاغ العيادة، وستُنهي الجلسة من تلقاء نفسها.',
  newsIdle: 'تم تسجيل خروجك لأنه لم يحدث شيء هنا منذ مدة.',
  newsEnded: 'انتهت جلستك. يُرجى تسجيل الدخول مرة أخرى.',

  linkTitle: 'رابطك من العيادة',
  linkText: 'يسجل دخولك مرة واحدة، على هذا الجهاز.',
  openLink: 'متابعة',
  openingLink: 'جارٍ تسجيل دخولك…',
  linkDeadTitle: 'هذا الرابط لم يعد صالحًا.',
  linkDeadText: 'استُخدم من قبل، أو مضى عليه وقت طويل.',
  codeInsteadText: 'يمكنك تسجيل الدخول برمز يصلك بالبريد الإلكتروني.',
  codeInstead: 'استخدام رمز بدلًا منه',
  askForLink: 'يُرجى طلب رابط جديد من العيادة.',

  unsupportedTitle: 'لا يمكن تسجيل الدخول في هذه الصفحة.',
  unsupportedText: 'تحتاج الصفحة إلى اتصال آمن (https). يُرجى الاتصال بالعيادة.',
  connectionTitle: 'لا يوجد اتصال بالعيادة.',
  connectionText: 'يُرجى التحقق من اتصالك بالإنترنت ثم إعادة المحاولة.',
  serverTitle: 'حدث خطأ لدى العيادة.',
  serverText: 'يُرجى إعادة المحاولة بعد لحظات.',
  rateLimitedTitle: 'تكررت المحاولة أكثر مما ينبغي.',
  rateLimitedText: 'يُرجى الانتظار قليلًا ثم إعادة المحاولة.',
  rateLimitedWait: (minutes, digits) =>
    plural(minutes, {
      one: 'يُرجى الانتظار دقيقة واحدة ثم إعادة المحاولة.',
      two: 'يُرجى الانتظار دقيقتين ثم إعادة المحاولة.',
      few: `يُرجى الانتظار ${digits} دقائق ثم إعادة المحاولة.`,
      other: `يُرجى الانتظار ${digits} دقيقة ثم إعادة المحاولة.`,
    }),
  rateLimitedHours: (hours, digits) =>
    plural(hours, {
      one: 'يُرجى الانتظار ساعة واحدة ثم إعادة المحاولة.',
      two: 'يُرجى الانتظار ساعتين ثم إعادة المحاولة.',
      few: `يُرجى الانتظار ${digits} ساعات ثم إعادة المحاولة.`,
      other: `يُرجى الانتظار ${digits} ساعة ثم إعادة المحاولة.`,
    }),
  configurationTitle: 'لا يمكن تسجيل الدخول هنا في الوقت الحالي.',
  configurationText: 'يُرجى الاتصال بالعيادة.',
};
