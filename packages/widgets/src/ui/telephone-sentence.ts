import { html } from 'lit';

/** A sentence of the language with a number in it that can be called; what ends it stands beside the number. @param sentence puts a number into its place */
export function telephoneSentence(sentence: (telephone: string) => string, telephone: string) {
  const [before = '', after = ''] = sentence('\u0000').split('\u0000');
  const [, end = '', rest = ''] = /^(\S*)(.*)$/s.exec(after) ?? [];
  const link = html`<a class="link" dir="ltr" href=${`tel:${telephone.replace(/[^\d+]/g, '')}`}>${telephone}</a>`;
  return html`<span>${before}<span class="piece">${link}${end}</span>${rest}</span>`;
}

/** A sentence of the language with an example of a number in it, which reads from left to right and stays in one piece where a line is wide enough. */
export function numberInSentence(sentence: (telephone: string) => string, telephone: string) {
  const [before = '', after = ''] = sentence('\u0000').split('\u0000');
  return html`${before}<bdi class="number" dir="ltr">${telephone}</bdi>${after}`;
}
