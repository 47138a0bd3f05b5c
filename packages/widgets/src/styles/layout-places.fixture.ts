/** Where an element may stand: narrow and wide, with large text, from left to right and from right to left. */
export interface LayoutPlace {
  /** CSS pixels of what the element stands in. */
  readonly width: number;
  /** CSS pixels of the host's text; 32 is 200 %. */
  readonly fontSize: number;
  readonly lang: string;
}

/** The places in which each state of each element has to fit. */
export const layoutPlaces: readonly LayoutPlace[] = [
  { width: 280, fontSize: 16, lang: 'en-US' },
  { width: 280, fontSize: 16, lang: 'ar-EG' },
  { width: 320, fontSize: 32, lang: 'en-US' },
  { width: 320, fontSize: 32, lang: 'es' },
  { width: 320, fontSize: 32, lang: 'ar' },
  { width: 480, fontSize: 16, lang: 'es' },
  { width: 768, fontSize: 16, lang: 'ar' },
  { width: 768, fontSize: 32, lang: 'en-US' },
  { width: 1200, fontSize: 16, lang: 'en-US' },
];
