/** English texts of a question. */
export const en = {
  next: 'Next',
  send: 'Send answers',
  stepOf: (step: string, steps: string) => `${step} of ${steps}`,
  stepOfAbout: (step: string, steps: string) => `${step} of about ${steps}`,
  answeredOf: (answered: string, total: string) => `${answered} of ${total} answered`,
  progress: 'How far you are',
  required: 'required',
  question: 'Question',
  yes: 'Yes',
  no: 'No',
};
