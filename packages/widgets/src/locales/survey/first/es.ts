import { pluralOf } from '../../plural.ts';
import type { FirstMessages } from '../messages.ts';

const plural = pluralOf('es');

export const es: FirstMessages = {
  loading: 'Cargando…',
  tryAgain: 'Intentar de nuevo',
  begin: 'Empezar',
  goOn: 'Seguir con sus respuestas',
  surveyTitle: 'Unas preguntas',
  minutes: (count, digits) => plural(count, { one: 'Alrededor de 1 minuto', other: `Alrededor de ${digits} minutos` }),
  namedTitle: 'Sus respuestas se ven con su nombre',
  namedText: 'Forman parte de su historial en la clínica.',
  confidentialTitle: 'Sus respuestas son confidenciales',
  confidentialText:
    'Su equipo de atención no ve quién las dio. Si una respuesta indica que usted puede estar en peligro, la clínica puede averiguar quién es para ayudarle; eso queda registrado.',
  anonymousTitle: 'Sus respuestas son anónimas',
  anonymousText:
    'Nadie puede saber quién las dio, así que nadie podrá responderle. Lo que usted escriba puede revelar quién es.',
  readBy: (readers) => `Las leen: ${readers}`,
  readers: {
    owner: 'la dirección de la clínica',
    clinician: 'los profesionales clínicos',
    unknown: 'personal de la clínica',
  },
  savedInParts:
    'Sus respuestas se guardan en la clínica mientras avanza. Puede parar y volver después de la misma manera.',
  savedAtEnd: 'Sus respuestas quedan en esta página hasta que las envíe. Si sale de ella, se pierden.',
  connectionTitle: 'No hay conexión con la clínica.',
  connectionText: 'Revise su conexión. Lo intentaremos de nuevo en cuanto la haya.',
  configurationTitle: 'Estas preguntas no se pueden mostrar aquí.',
  configurationText: 'Algo no está configurado como debería. La clínica puede ayudarle.',
};
