import type { PrmSurveyElement } from './survey-element.ts';

/** A page that has its own terminology server and knows who answers. */
// #region host
export function bringToSurvey(survey: PrmSurveyElement, terminologyUrl: string, patient: object): void {
  survey.expandValueSet = async (address, signal) => {
    const url = `${terminologyUrl}/ValueSet/$expand?url=${encodeURIComponent(address)}`;
    const answer = await fetch(url, { signal: signal ?? null });
    if (!answer.ok) return undefined;
    const { expansion } = await answer.json();
    return expansion?.contains;
  };
  survey.launchContext = { patient };
}
// #endregion host
