/**
 * What `<prm-survey>` tells its host page. The events do not bubble, since what reaches the document is read by the trackers on it, and they carry ids
 * only: never a question, an answer or a score.
 */

/** All answers of a survey were sent, and the clinic has them. */
export class SurveyCompletedEvent extends Event {
  static readonly type = 'prm-survey-completed';
  readonly surveyId: string;
  constructor(surveyId: string) {
    super(SurveyCompletedEvent.type);
    this.surveyId = surveyId;
  }
}

/** The events of `<prm-survey>` by their names, for typed listeners. */
export interface SurveyEventMap {
  'prm-survey-completed': SurveyCompletedEvent;
}
