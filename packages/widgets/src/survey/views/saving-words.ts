import type { SurveyMessages } from '../../locales/survey/messages.ts';
import type { Failure } from '../survey-state.ts';

/** The words for answers that could not be saved or sent. */
export function savingFailureWords(failure: Failure, messages: SurveyMessages) {
  switch (failure.kind) {
    case 'too-large':
      return { title: messages.tooLargeTitle, text: messages.tooLargeText };
    case 'validation':
      return { title: messages.validationTitle, text: messages.validationText };
    case 'connection':
      return { title: messages.connectionTitle, text: messages.keepOpen };
    case 'rate-limited':
      return { title: messages.rateLimitedTitle, text: `${messages.failedWhole} ${messages.rateLimitedText}` };
    case 'configuration':
      return { title: messages.cannotSendTitle, text: `${messages.failedWhole} ${messages.configurationText}` };
    case 'server':
      return { title: messages.serverTitle, text: messages.failedWhole };
  }
}
