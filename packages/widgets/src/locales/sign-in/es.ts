import { pluralOf } from '../plural.ts';
import type { SignInMessages } from './messages.ts';

const plural = pluralOf('es');

/** Spanish texts of signing in. */
export const es: SignInMessages = {
  loading: 'Cargando…',
  tryAgain: 'Intentar de nuevo',

  signInTitle: 'Iniciar sesión',
  signInText: 'Le enviamos un código a su correo electrónico. No hay contraseñas.',
  signInPrivacy: 'Lo que escriba aquí llega a la clínica y a nadie más.',
  email: 'Correo electrónico',
  sendCode: 'Enviarme un código',
  sendingCode: 'Enviando el código…',
  problemEmailMissing: 'Escriba su dirección de correo electrónico',
  problemEmail: 'Escriba una dirección completa, por ejemplo dana@example.org',

  codeTitle: 'Escriba el código',
  codeText: (email, digits) =>
    `Un correo con un código de ${digits} cifras va de camino a ${email}. El código solo sirve en esta página y por poco tiempo.`,
  code: 'Código del correo',
  signIn: 'Entrar',
  checkingCode: 'Comprobando el código…',
  otherAddress: 'Usar otra dirección',
  resend: 'Enviar un código nuevo',
  resendSoon: '¿Aún no llega? Podrá pedir un código nuevo en medio minuto.',
  resendHint:
    '¿No llega? Mire en la carpeta de correo no deseado. A una dirección solo se envían unos pocos códigos por hora.',
  codeResent: 'Un código nuevo va de camino. Los anteriores ya no sirven aquí.',
  problemCodeMissing: (digits) => `Escriba las ${digits} cifras del código`,
  problemCodeWrong: (tries, digits) =>
    plural(tries, {
      one: 'Ese código no es correcto. Queda un intento.',
      other: `Ese código no es correcto. Quedan ${digits} intentos.`,
    }),
  problemCodeExpired: 'Ese código ya no es válido.',
  problemCodeExhausted: 'Ese código se probó demasiadas veces.',
  codeOverText: 'Pida uno nuevo, por favor.',

  birthDateTitle: 'Encontrar su historial',
  birthDateText: 'Hay familias que comparten dirección. Su fecha de nacimiento dice qué historial es el suyo.',
  birthDate: 'Fecha de nacimiento',
  dateParts: { year: 'AAAA', month: 'MM', day: 'DD' },
  findRecords: 'Buscar mi historial',
  findingRecords: 'Buscando su historial…',
  skip: 'Seguir sin historial',
  problemBirthDateMissing: 'Escriba su fecha de nacimiento',
  problemBirthDate: (example) => `Escriba una fecha que exista, por ejemplo ${example}`,
  problemBirthDateRange: 'Escriba una fecha de nacimiento en el pasado',
  notFoundTitle: 'No encontramos ningún historial con esta fecha.',
  notFoundText:
    'Revise la fecha, por favor. Si es correcta, quizá la clínica tenga otra dirección suya: llame a la clínica.',

  whomTitle: '¿De quién es el historial?',
  yourself: 'Usted',
  yourChild: 'Su hijo o hija',
  yourParent: 'Su padre o madre',
  yourSpouse: 'Su cónyuge',
  yourSibling: 'Su hermano o hermana',
  yourFamily: 'Su familia',
  yourFriend: 'Su amigo o amiga',
  inYourCare: 'A su cargo',

  signedIn: 'Sesión iniciada',
  signedInAs: (name) => `Sesión iniciada como ${name}`,
  actingFor: (name) => `Para ${name}`,
  changeWhom: 'Cambiar',
  signOut: 'Cerrar sesión',
  signingOut: 'Cerrando la sesión…',
  endingTitle: '¿Sigue ahí?',
  endingText: 'Hace un rato que no pasa nada aquí. La sesión se cerrará en dos minutos.',
  stay: 'Seguir con la sesión',
  newsSignedOut: 'La sesión está cerrada.',
  newsSignedOutHere:
    'La sesión está cerrada en esta página. No se pudo avisar a la clínica, que la terminará por sí misma.',
  newsIdle: 'La sesión se cerró porque hacía un rato que no pasaba nada aquí.',
  newsEnded: 'Su sesión ha terminado. Inicie sesión otra vez, por favor.',

  linkTitle: 'Su enlace de la clínica',
  linkText: 'Inicia su sesión una vez, en este dispositivo.',
  openLink: 'Continuar',
  openingLink: 'Iniciando la sesión…',
  linkDeadTitle: 'Este enlace ya no funciona.',
  linkDeadText: 'Ya se usó, o es demasiado antiguo.',
  codeInsteadText: 'Puede entrar con un código por correo electrónico.',
  codeInstead: 'Usar un código',
  askForLink: 'Pida un enlace nuevo a la clínica, por favor.',

  unsupportedTitle: 'En esta página no se puede iniciar sesión.',
  unsupportedText: 'La página necesitaría una conexión segura (https). Llame a la clínica, por favor.',
  connectionTitle: 'No hay conexión con la clínica.',
  connectionText: 'Compruebe su conexión a internet y vuelva a intentarlo.',
  serverTitle: 'Algo salió mal en la clínica.',
  serverText: 'Vuelva a intentarlo en un momento, por favor.',
  rateLimitedTitle: 'Se intentó demasiadas veces.',
  rateLimitedText: 'Espere un rato y vuelva a intentarlo, por favor.',
  rateLimitedWait: (minutes, digits) =>
    plural(minutes, {
      one: 'Espere un minuto y vuelva a intentarlo, por favor.',
      other: `Espere ${digits} minutos y vuelva a intentarlo, por favor.`,
    }),
  rateLimitedHours: (hours, digits) =>
    plural(hours, {
      one: 'Espere una hora y vuelva a intentarlo, por favor.',
      other: `Espere ${digits} horas y vuelva a intentarlo, por favor.`,
    }),
  configurationTitle: 'Por el momento no se puede iniciar sesión aquí.',
  configurationText: 'Llame a la clínica, por favor.',
};
