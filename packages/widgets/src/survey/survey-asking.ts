/**
 * What shows a first question that is chosen from, and how a form is read. A browser loads this file while the words before the first question are read;
 * `survey-later.ts` as soon as that question is shown.
 */
export { askingTexts } from '../locales/survey/asking-texts.ts';
export { askingStyles } from './asking.styles.ts';
export { reduceIntro } from './flow/intro-flow.ts';
export { focusAfter } from './focus-after.ts';
export { needsRest } from './needs-rest.ts';
export { prepareForm } from './prepare-form.ts';
export { answeringView } from './views/answering-view.ts';
