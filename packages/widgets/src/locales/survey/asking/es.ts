import type { AskingMessages } from '../messages.ts';

/** Spanish texts of a question. */
export const es: AskingMessages = {
  next: 'Siguiente',
  send: 'Enviar respuestas',
  stepOf: (step, steps) => `${step} de ${steps}`,
  stepOfAbout: (step, steps) => `${step} de unas ${steps}`,
  answeredOf: (answered, total) => `${answered} de ${total} respondidas`,
  progress: 'Cuánto ha avanzado',
  required: 'obligatoria',
  question: 'Pregunta',
  yes: 'Sí',
  no: 'No',
};
