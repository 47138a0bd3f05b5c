import type { ShellLanguage } from './shell-texts.ts';

/** Names of the frames, for who moves from frame to frame. Each stands by itself, since a page loads the shell of one element. */
type Titles = Readonly<Record<ShellLanguage, string>>;

/** Of `<prm-booking>`. */
export const bookingTitles: Titles = { en: 'Book a visit', es: 'Reservar una cita', ar: 'حجز موعد' };

/** Of `<prm-access-log>`. */
export const accessLogTitles: Titles = {
  en: 'Who has looked at your records',
  es: 'Quién ha consultado su historial',
  ar: 'من اطّلع على ملفك',
};

/** Of `<prm-survey>`. */
export const surveyTitles: Titles = { en: 'A few questions', es: 'Unas preguntas', ar: 'بضعة أسئلة' };
