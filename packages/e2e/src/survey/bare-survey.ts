import { bundleAlone } from '../../../tooling/size/floor.ts';
import { type ConditionalQuestion, displayOf, optionCodes } from './conditional-form.ts';

/**
 * The same questions in lit and nothing else: the element's style sheets, its nodes with their attributes, its words and its conditions, with a map of answers and a list
 * that is rendered when one of them changes; without FHIR, languages, validation, saving or steps. What the element is measured against; that it shows the same, the
 * proof sees for itself.
 *
 * @param css of the element
 * @param begin the words of the button that leads to the questions
 * @returns a module that defines `<bare-survey>`
 */
export const bundleBareSurvey = (
  css: string,
  questions: readonly ConditionalQuestion[],
  begin = 'Begin',
): Promise<string> =>
  bundleAlone(`
import { html, LitElement, nothing, unsafeCSS } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
const questions = ${JSON.stringify(questions)};
const codes = ${JSON.stringify(optionCodes.map((code) => ({ code, display: displayOf(code) })))};
class BareSurvey extends LitElement {
  static styles = unsafeCSS(${JSON.stringify(css)});
  isBegun = false;
  answers = new Map();
  asked() {
    const asked = new Set();
    questions.forEach(({ conditions, behavior }, at) => {
      const holds = ({ on, operator, value }) => {
        const given = asked.has(on) ? this.answers.get(on) : undefined;
        if (operator === 'exists') return (given !== undefined) === value;
        if (operator === '=') return given === value;
        if (operator === '!=') return given !== value;
        return given !== undefined && (operator === '>' ? given > value : given <= value);
      };
      if (conditions.length === 0 || (behavior === 'any' ? conditions.some(holds) : conditions.every(holds))) asked.add(at);
    });
    return [...asked];
  }
  answer(at, value) {
    if (value === '' || value === undefined) this.answers.delete(at);
    else this.answers.set(at, value);
    this.requestUpdate();
  }
  render() {
    const body = this.isBegun ? this.form() : html\`<div class="footer"><button class="button primary" @click=\${() => { this.isBegun = true; this.requestUpdate(); }}>${begin}</button></div>\`;
    return html\`<div class="root" lang="en" dir="ltr"><div class="card" part="card"><div class="main" part="main">\${body}</div></div><p class="unseen" role="status"></p></div>\`;
  }
  form() {
    const asked = this.asked();
    const answered = asked.filter((at) => this.answers.has(at)).length;
    const send = () => {};
    return html\`<div class="way"><span class="way-title muted"><bdi>Riverside Physical Therapy</bdi></span><span class="way-words muted">\${answered + ' of ' + asked.length + ' answered'}</span>
      <progress class="bar" max=\${asked.length} value=\${answered} aria-label="How far you are"></progress></div>
      <h2 id="heading" class="heading" part="heading" tabindex="-1">Many questions</h2>
      <form class="form" novalidate @submit=\${(event) => { event.preventDefault(); send(); }}><div class="items">\${repeat(asked, (at) => at, (at) => this.item(at, questions[at]))}</div>
      <div class="footer"><span class="kept muted"></span><button class="button primary" part="button button-primary" type="button" aria-disabled="false" @click=\${send}>Send answers</button></div></form>\`;
  }
  item(at, { type, text }) {
    const words = html\`<bdi class="said">\${text}</bdi>\`;
    if (type === 'choice' || type === 'boolean') return html\`<div class="item"><fieldset class="question" role="radiogroup" aria-describedby=\${nothing}><legend class="legend">\${words}</legend>
      <div class=\${type === 'boolean' ? 'choices across' : 'choices'}>\${type === 'boolean' ? [this.yesOrNo(at, true), this.yesOrNo(at, false)] : codes.map(({ code, display }, place) => this.option(at, code, display, place))}</div>
      \${this.clear(at)}</fieldset></div>\`;
    return html\`<div class="item"><div class="question field" part="field"><div class="legend"><label for=\${'q' + at}>\${words}</label></div>
      <input id=\${'q' + at} part="input" class=\${type === 'integer' ? 'short' : nothing} type="text" inputmode="text" autocomplete="off" dir=\${type === 'integer' ? 'ltr' : 'auto'} aria-invalid="false" aria-required="false" .value=\${live(String(this.answers.get(at) ?? ''))}
        @input=\${({ target }) => this.answer(at, type === 'integer' ? (target.value === '' ? '' : Number(target.value)) : target.value)}></div></div>\`;
  }
  option(at, value, display, place) {
    return html\`<label class="option" part="option"><input class="radio" type="radio" id=\${'q' + at + '-' + place} name=\${'q' + at} .checked=\${live(this.answers.get(at) === value)} @change=\${() => this.answer(at, value)}>
      <span class="option-name"><bdi class="said">\${display}</bdi></span></label>\`;
  }
  yesOrNo(at, value) {
    return html\`<label class="option" part="option"><input class="radio" type="radio" id=\${'q' + at + '-' + value} name=\${'q' + at} .checked=\${live(this.answers.get(at) === value)} @change=\${() => this.answer(at, value)}>
      <span class="option-name">\${value ? 'Yes' : 'No'}</span></label>\`;
  }
  clear(at) {
    return this.answers.has(at) ? html\`<button class="link clear" part="button" type="button" @click=\${() => this.answer(at, undefined)}>Take this answer back</button>\` : nothing;
  }
}
customElements.define('bare-survey', BareSurvey);`);
