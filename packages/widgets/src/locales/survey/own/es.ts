import { pluralOf } from '../../plural.ts';
import type { OwnSurveyMessages } from '../own-messages.ts';

const plural = pluralOf('es');

/** Spanish texts of the list of one's own surveys. */
export const es: OwnSurveyMessages = {
  ownTitle: 'Sus encuestas',
  ownTitleOf: (name) => `Encuestas de ${name}`,
  whomSurveys: '¿De quién son las encuestas?',
  noneWaiting: 'No hay encuestas pendientes para usted.',
  surveysWaiting: (count, digits) =>
    plural(count, { one: 'Hay una encuesta pendiente.', other: `Hay ${digits} encuestas pendientes.` }),
  answeredPart: 'Respondidas',
  untitled: 'Unas preguntas',
  minutes: (count, digits) => plural(count, { one: 'Alrededor de 1 minuto', other: `Alrededor de ${digits} minutos` }),
  begun: 'Empezada',
  openUntil: (date) => `Abierta hasta el ${date}`,
  answered: 'Respondida',
  answeredOn: (date) => `Respondida el ${date}`,
  confidential: 'Confidencial',
  answer: 'Responder',
  goOnWith: 'Continuar',
  showMore: 'Mostrar más',
  listRefused: 'Sus encuestas no se pueden mostrar aquí.',
  backToList: 'Sus encuestas',
  savingFirst: 'Guardando sus respuestas…',
  unsavedTitle: 'Sus últimas respuestas no están guardadas.',
  unsavedText: 'Se conservan mientras siga aquí. Si las deja, se pierden.',
  stayHere: 'Quedarme aquí',
  leaveThem: 'Salir sin ellas',
};
