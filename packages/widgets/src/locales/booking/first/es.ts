import type { FirstMessages } from '../messages.ts';
import { pluralOf } from '../../plural.ts';

const plural = pluralOf('es');

/** Spanish texts of the first times. */
export const es: FirstMessages = {
  loading: 'Cargando…',
  tryAgain: 'Intentar de nuevo',
  minutes: (_minutes, digits) => `${digits} min`,
  inPerson: 'en persona',
  telehealth: 'videoconsulta',
  whenTitle: 'Elija una hora',
  firstAvailable: 'Primera disponible',
  previousWeek: 'Semana anterior',
  nextWeek: 'Semana siguiente',
  viewAs: 'Ver los horarios por',
  viewWeek: 'Semana',
  viewMonth: 'Mes',
  viewList: 'Lista',
  days: 'Días de la semana',
  timesCount: (count, digits) => plural(count, { zero: 'sin horarios', one: '1 horario', other: `${digits} horarios` }),
  comma: ', ',
  timesOn: (day) => `Horarios del ${day}`,
  morning: 'Mañana',
  afternoon: 'Tarde',
  evening: 'Noche',
  withWhom: (name) => `con ${name}`,
  lookingForTimes: 'Buscando horarios…',
  clinicTime: (zone) => `${zone} (hora de la clínica)`,
  yourTime: (zone) => `${zone} (su hora)`,
  clinicTimeOf: (time) => `${time} en la clínica`,
  yourTimeOf: (time) => `${time} en su hora`,
  sameMoment: (here, there) => `${here} equivale a ${there}.`,
  yourVisit: 'Su cita',
  connectionTitle: 'No hay conexión con la clínica.',
};
