import type { ShellLanguage } from '../locales/frame/shell-texts.ts';

/** A setting of a framed element as it goes through the port: a text or a flag; null for a text that is not set. */
export type SettingValue = string | boolean | null;

/** Settings by the names of their properties. */
export type SettingValues = Readonly<Record<string, SettingValue>>;

/** In ems, where the element is wide (46 em or more) and where it is narrow. */
export type FrameHeight = readonly [wide: number, narrow: number];

/** What an element that can stand in a frame has to say of itself. Both ends know it. */
export interface FramedElement {
  /** Its tag without the prefix, and the last part of the frame's address. */
  readonly name: string;
  /**
   * The properties that the host's page may set, all of them texts, with their attributes. None of them stands in the frame's address, and none of them says who somebody
   * is: the element's `link` is none of these (decision 40).
   */
  readonly settings: Readonly<Record<string, string>>;
  /** The properties that are true or false, with their attributes, whose presence is what counts. */
  readonly flags: Readonly<Record<string, string>>;
  /** How high its first state is: so much is reserved until the frame tells its height. */
  firstHeight(values: SettingValues): FrameHeight;
  /**
   * How high its frame is as long as it shows or takes what is a person's own: always so high, whatever that is, and what is higher scrolls inside (decision 44). Room for what is usual, so that
   * it seldom scrolls.
   */
  personalHeight(values: SettingValues): FrameHeight;
  /** Path of the API's own page that opens a link of this element's, since a frame takes none. */
  linkPage(link: string): string;
  /** Names of the events that tell what happened, by an id (`appointmentId`, `waitlistEntryId`, `surveyId`). */
  readonly facts: readonly string[];
  /** Names of the events that tell that something happened, and nothing else. */
  readonly signals: readonly string[];
  /** Names of the events that the host may stop. */
  readonly intents: readonly string[];
}

/** An event that the host may stop, and whose answer may take a while. */
export type IntentEvent = Event & { settled(): Promise<boolean> };

/** What a framed element is on the host's page: the frame's name, for who moves from frame to frame, and the same classes of events as without a frame. */
export interface HostSide {
  readonly titles: Readonly<Record<ShellLanguage, string>>;
  readonly facts: readonly { readonly type: string; new (id: string): Event }[];
  readonly signals: readonly { readonly type: string; new (): Event }[];
  readonly intents: readonly { readonly type: string; new (): IntentEvent }[];
}

/** The address of a framed element's page. It holds the publishable key, which says who may frame it, and nothing else. */
export const frameAddress = (apiUrl: string, name: string, publishableKey: string): string =>
  pageAddress(apiUrl, `/embed/frame/${name}`, publishableKey);

/** The address of one of the API's own pages. @param publishableKey null for none */
export const pageAddress = (apiUrl: string, path: string, publishableKey: string | null): string =>
  `${apiUrl.replace(/\/$/, '')}${path}?key=${encodeURIComponent(publishableKey ?? '')}`;
