/** Forms that clinics use, with their scores: all of it data. */
export { gad7 } from './instruments/gad-7.ts';
export type { Instrument } from './instruments/instrument.ts';
export { buildLefs, lefsScore, type LefsWording } from './instruments/lefs.ts';
export { painScale } from './instruments/pain-scale.ts';
export { phq4 } from './instruments/phq-4.ts';
export { phq9 } from './instruments/phq-9.ts';
export { recommend } from './instruments/recommend.ts';
export { experienceDimensions, visitExperience } from './instruments/visit-experience.ts';
