import { pluralOf } from '../plural.ts';
import type { OwnSessionsMessages } from './messages.ts';

const plural = pluralOf('es');

/** Spanish texts of where one is signed in. */
export const es: OwnSessionsMessages = {
  notYou: 'Si alguna no es suya, ciérrela. La hora es la del último uso.',
  here: 'Este dispositivo, ahora',
  elsewhere: 'Otro dispositivo o navegador',
  began: (when) => `Sesión iniciada: ${when}`,
  roads: {
    code: 'con un código por correo',
    link: 'con un enlace de la clínica',
    portal: 'desde el portal de la clínica',
  },
  actedFor: (name) => `actuó por ${name}`,
  end: 'Cerrar esta',
  ending: 'Cerrando…',
  endOthers: 'Cerrar sesión en los demás sitios',
  nowhereElse: 'No tiene la sesión abierta en ningún otro sitio.',
  endedOne: 'Cerrada. Ya no hay nadie con la sesión abierta allí.',
  endedOthers: 'Ha cerrado la sesión en todos los demás sitios.',
  againTitle: 'Inicie sesión una vez más para cerrarla',
  againText: 'Hace un rato que inició sesión aquí. Le enviamos un código nuevo y después vuelve a esta lista.',
  againByLink: 'Hace un rato que inició sesión aquí. Pida a la clínica un enlace nuevo, ábralo y ciérrela entonces.',
  again: 'Enviarme un código nuevo',
  shown: (count, digits) =>
    plural(count, { one: 'Sesión abierta en un sitio', other: `Sesión abierta en ${digits} sitios` }),
};
