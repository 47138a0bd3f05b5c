import type { AskingMessages } from '../messages.ts';

/** Arabic texts of a question. */
export const ar: AskingMessages = {
  next: 'التالي',
  send: 'إرسال الإجابات',
  stepOf: (step, steps) => `${step} من ${steps}`,
  stepOfAbout: (step, steps) => `${step} من نحو ${steps}`,
  answeredOf: (answered, total) => `أُجيب عن ${answered} من ${total}`,
  progress: 'مدى تقدمك',
  required: 'مطلوب',
  question: 'سؤال',
  yes: 'نعم',
  no: 'لا',
};
