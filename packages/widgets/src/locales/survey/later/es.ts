import { pluralOf } from '../../plural.ts';
import type { LaterMessages } from '../messages.ts';

const plural = pluralOf('es');

export const es: LaterMessages = {
  overAnsweredTitle: 'Ya respondió a estas preguntas.',
  overAnsweredText: 'No hace falta nada más. Gracias.',
  overLinkTitle: 'Este enlace ya no funciona.',
  overLinkText: 'Ha caducado o hay uno más nuevo. Si todavía quiere responder, pregunte a la clínica.',
  overMissingTitle: 'Estas preguntas ya no se hacen.',
  overMissingText: 'La encuesta terminó o la dirección no es correcta.',
  overPersonalTitle: 'A estas preguntas se responde con un enlace personal.',
  overPersonalText: 'Abra el enlace del mensaje que le envió la clínica.',
  serverTitle: 'Algo falló en la clínica.',
  serverText: 'Inténtelo de nuevo en un momento.',
  rateLimitedTitle: 'Se intentó demasiadas veces.',
  rateLimitedText: 'Espere unos minutos e inténtelo de nuevo.',
  callClinic: (telephone) => `También puede llamar al ${telephone}.`,
  back: 'Atrás',
  sending: 'Enviando…',
  toReview: 'Volver a todas las respuestas',
  clear: 'Retirar esta respuesta',
  choose: 'Elija…',
  otherAnswerOr: 'O con sus propias palabras',
  search: 'Buscar',
  searchHint: 'Escriba unas letras de lo que busca.',
  optionsShown: (shown, all) => `Se muestran ${shown} de ${all}`,
  noOption: 'Nada coincide con lo que escribió.',
  unit: 'Unidad',
  unitOf: (question) => `Unidad: ${question}`,
  notAnswered: 'Sin respuesta',
  notMoved: 'Aún sin respuesta. Mueva el control para responder.',
  nthAnswer: (nth) => `Respuesta ${nth}`,
  addAnswer: 'Añadir otra respuesta',
  removeAnswer: (nth) => `Quitar la respuesta ${nth}`,
  remove: 'Quitar',
  instance: (nth) => `N.º ${nth}`,
  addInstance: (title) => `Añadir: ${title}`,
  removeInstance: (nth) => `Quitar el n.º ${nth}`,
  removeFile: (name) => `Quitar el archivo ${name}`,
  fileSize: (size) => `${size} kB`,
  fileMegabytes: (size) => `${size} MB`,
  fileLimit: (size) => `Hasta ${size}.`,
  fileSending: (name) => `Enviando ${name}…`,
  fileArrived: (name) => `${name} ha llegado.`,
  fileFailed: (name) => `${name} no se envió.`,
  fileNotSent: 'No enviado',
  fileNotTaken: 'El sistema de la clínica no lo admite',
  retryFile: (name) => `Intentar de nuevo: ${name}`,
  fileKinds: { image: 'imágenes', audio: 'grabaciones de sonido', video: 'vídeos' },
  fileTypes: (types) => `Se admiten: ${types}`,
  charactersAtMost: (count, digits) =>
    plural(count, { one: 'Un carácter como máximo', other: `Hasta ${digits} caracteres` }),

  brokenTitle: 'Una parte del formulario no se puede mostrar.',
  brokenText: 'Puede responder a todas las demás. Para la clínica, su lugar en el formulario:',
  inertText: 'Aquí no se puede responder a esta pregunta. Su lugar en el formulario:',
  refusedTitle: 'Estas preguntas no se pueden mostrar.',
  refusedText:
    'El formulario contiene algo que no se puede leer con seguridad. Para la clínica, su lugar en el formulario:',

  problemsTitle: (count, digits) =>
    plural(count, { one: 'Hay que revisar una respuesta:', other: `Hay que revisar ${digits} respuestas:` }),
  faults: {
    required: 'Responda a esta pregunta, por favor.',
    'too-few': (count, digits) =>
      plural(count, { one: 'Dé al menos una respuesta.', other: `Dé al menos ${digits} respuestas.` }),
    'too-many': (count, digits) =>
      plural(count, { one: 'Dé una sola respuesta.', other: `Dé ${digits} respuestas como máximo.` }),
    'too-short': (count, digits) =>
      plural(count, { one: 'Escriba al menos un carácter.', other: `Escriba al menos ${digits} caracteres.` }),
    'too-long': (count, digits) =>
      plural(count, { one: 'Escriba un carácter como máximo.', other: `Escriba ${digits} caracteres como máximo.` }),
    'below-min': (limit) => `Lo mínimo aquí es ${limit}.`,
    'above-max': (limit) => `Lo máximo aquí es ${limit}.`,
    'too-many-decimals': (count, digits) =>
      plural(count, {
        zero: 'Escriba un número entero.',
        one: 'Escriba una cifra decimal como máximo.',
        other: `Escriba ${digits} cifras decimales como máximo.`,
      }),
    pattern: 'No está escrito como se pide.',
    'not-an-option': 'Elija una de las respuestas que se ofrecen.',
    exclusive: 'Una de estas respuestas excluye a las demás. Deje solo esa, o las demás.',
    'file-too-large': (size) => `Este archivo es demasiado grande. El máximo son ${size}.`,
    'file-empty': 'Este archivo está vacío.',
    'file-unsent': 'Un archivo no se envió. Inténtelo de nuevo o quítelo.',
    'file-type': (types) => `Este tipo de archivo no se admite. Se admiten: ${types}`,
    number: 'Escriba un número, por ejemplo 12 o 12,5.',
    whole: 'Escriba un número entero, por ejemplo 12.',
    unit: 'Elija la unidad de este número.',
    readings: (numbers) => `Escriba ${numbers}, para que se lea de una sola manera.`,
    date: 'Escriba una fecha completa.',
    url: 'Escriba una dirección completa, por ejemplo https://example.org.',
    other: 'Esto no se puede leer como respuesta.',
  },

  savedAtClinic: 'Guardado en la clínica',
  notSaved: 'Aún sin guardar',
  keptHere: 'Aún sin guardar en la clínica, guardado en este dispositivo',
  keepOpen: 'Sus respuestas están en esta página. Déjela abierta: se enviarán en cuanto sea posible.',
  failedWhole: 'Por lo que sabemos, sus respuestas no se enviaron. Siguen aquí.',
  cannotSendTitle: 'Sus respuestas no se pueden enviar desde aquí.',
  tooLargeTitle: 'Es más de lo que se puede enviar de una vez.',
  tooLargeText: 'Acorte un texto largo o quite un archivo.',
  validationTitle: 'El sistema de la clínica no acepta estas respuestas.',
  validationText: 'Siguen aquí. Avise a la clínica, por favor.',

  reviewTitle: 'Sus respuestas',
  reviewText: 'Nada es definitivo hasta que lo envíe.',
  change: 'Cambiar',
  changeOf: (question) => `Cambiar: ${question}`,

  conflictTitle: 'También se respondió a estas preguntas en otro lugar.',
  conflictText: 'Quizá usted, en otra ventana o en otro dispositivo. ¿Qué respuestas deben quedar?',
  keepOwn: 'Las respuestas de esta página',
  takeOther: 'Las otras respuestas',

  helpTitle: 'No tiene que pasar por esto en soledad.',
  helpText: 'Si está en peligro o podría hacerse daño, busque ayuda ahora.',
  callEmergency: (telephone) => `Emergencias: llame al ${telephone}`,
  callCrisis: (telephone) => `Alguien con quien hablar, a cualquier hora: llame al ${telephone}`,
  callTheClinic: (telephone) => `La clínica: llame al ${telephone}`,
  tellingSending: 'Su respuesta va camino de la clínica. Todavía no se ha avisado a nadie.',
  tellingTold:
    'La clínica tiene su respuesta y se avisó a su personal. Puede que no la vean enseguida: si es urgente, llame.',
  tellingFailed:
    'Su respuesta no ha llegado a la clínica. Allí nadie la conoce todavía. Seguimos intentándolo; llame si necesita ayuda.',
  tellingStopped: 'Su respuesta no ha llegado a la clínica. Nadie allí la conoce. Si necesita ayuda, llame.',
  tellingSignedOut:
    'Su respuesta no ha llegado a la clínica. Nadie allí la conoce. Inicie sesión de nuevo para enviarla; si necesita ayuda, llame.',
  tellingUnknown:
    'Si en ellas dijo que podría no estar a salvo, puede que nadie en la clínica lo sepa. Llame si necesita ayuda.',
  tellingUnconfirmed:
    'La clínica tiene sus respuestas. No podemos decir si se avisó a alguien allí: si necesita ayuda, llame.',

  lateTitle: 'Estas preguntas ya se habían respondido y enviado.',
  lateText: 'Lo que se respondió o cambió en esta página desde entonces no ha llegado a la clínica.',
  lateOnDevice:
    'Este dispositivo guardó respuestas que la clínica no ha confirmado. Si son distintas de las que se enviaron, no le han llegado y ya no se pueden enviar.',

  sentTitle: 'Gracias. Sus respuestas han llegado.',
  sentText: 'Eso es todo. Puede cerrar esta página.',
  sentSafetyTitle: 'Sus respuestas han llegado.',
};
