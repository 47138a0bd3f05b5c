import type { SettingValue, SettingValues } from './framed-element.ts';

/**
 * What the two ends of a framed element say to each other. The **shell** is on the host's page, the **frame** on the API's origin. Each end believes the
 * other no further than what is checked here: a host's page is hostile, and everything that the frame says is read by all scripts of that page. So the
 * frame tells sizes, ids and names of events, and never what somebody reads or types.
 *
 * The frame says {@link Ready} to the window around it, which tells nothing. The shell answers {@link Hello} to the API's origin with a port. From
 * then on both speak through that port. What an end does not know it ignores, so that an older one and a newer one understand each other.
 */

/** Of the handshake. A message of a later version is for a later end. */
export const protocolVersion = 1;

/** From the frame to the window around it: it can be spoken to, or it will not show anything. */
export interface Ready {
  readonly openprm: typeof protocolVersion;
  /** `refused`: the key is unknown or revoked, or the page was asked for too often. */
  readonly type: 'ready' | 'refused';
}

/** From the shell to the frame, with the port to speak through. */
export interface Hello {
  readonly openprm: typeof protocolVersion;
  readonly type: 'hello';
}

/** How the host looks. */
export interface Theme {
  /** CSS values of the public tokens that the host has set, by their names: `--prm-accent`. Lengths are in pixels. */
  readonly tokens: Readonly<Record<string, string>>;
  /** CSS `font-family`. A font that the host's page has loaded is not there in the frame: the next one of the list is taken. */
  readonly fontFamily: string;
  /** CSS pixels. */
  readonly fontSize: number;
  readonly colorScheme: 'light' | 'dark';
}

/** A piece of the clinic's own words: plain text (a line feed begins a new line), or a link. */
export interface FallbackPiece {
  readonly text: string;
  /** `tel:`, `mailto:`, `sms:` or `https:`. */
  readonly href: string | null;
}

/** What the shell says through the port. All but `answer` may come again, when it has changed. */
export type ShellMessage =
  | { readonly type: 'theme'; readonly theme: Theme }
  /** Language (BCP 47) and direction that the host has set; null: that of the language. */
  | { readonly type: 'language'; readonly lang: string; readonly dir: 'ltr' | 'rtl' | null }
  | { readonly type: 'fallback'; readonly pieces: readonly FallbackPiece[] }
  /** The element's own settings, by the names of its properties. The element begins with the first of these. */
  | { readonly type: 'settings'; readonly values: SettingValues }
  /** The host's answer to an intent. */
  | { readonly type: 'answer'; readonly number: number; readonly isAllowed: boolean };

/** What the frame says through the port. */
export type FrameMessage =
  /**
   * The height of what is shown, in CSS pixels. Null for what is a person's own: then the frame is as high as the element's `personalHeight` says, whatever stands in it, and no more is told of it
   * (decision 44).
   */
  | { readonly type: 'size'; readonly blockSize: number | null }
  /**
   * The focus moved, by a key or by a new step, to the field or to the choices that are between these heights of the frame, in CSS pixels. Which option it is on is not told; and of what is a person's
   * own, a new heading or notice alone, as the frame's upper edge.
   */
  | { readonly type: 'focus'; readonly top: number; readonly bottom: number }
  /** Something happened, by the name of its event. */
  | { readonly type: 'fact'; readonly name: string; readonly id: string }
  /** Something happened of which a page may learn that alone. */
  | { readonly type: 'signal'; readonly name: string }
  /** Something will happen unless the host says no. It waits for the answer with the same number. */
  | { readonly type: 'intent'; readonly name: string; readonly number: number };

type Fields = Readonly<Record<string, unknown>>;
type Readers<Message extends { readonly type: string }> = {
  readonly [Type in Message['type']]: (fields: Fields) => Extract<Message, { type: Type }> | null;
};

/** The longest text that is taken, in UTF-16 units. */
const longest = 500;
/** More pieces than any clinic's number and hours need. */
const mostPieces = 60;
/** Ids are a prefix and letters and digits; nothing that could be a name, a time or a text passes. */
const idShape = /^[a-z]{3}_[A-Za-z0-9]{1,40}$/;
const nameShape = /^prm-[a-z-]{1,40}$/;
const linkShape = /^(tel:|mailto:|sms:|https:\/\/|http:\/\/)/i;
/** Higher than any page; beyond it a number is a mistake. */
const highest = 100_000;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= longest;
const isLength = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= highest;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

const shellReaders: Readers<ShellMessage> = {
  theme: ({ theme }) => {
    if (!isFields(theme)) return null;
    const { tokens, fontFamily, fontSize, colorScheme } = theme;
    if (!isFields(tokens) || !isText(fontFamily) || !isLength(fontSize)) return null;
    if (colorScheme !== 'light' && colorScheme !== 'dark') return null;
    const texts = Object.entries(tokens).filter((entry): entry is [string, string] => isText(entry[1]));
    return { type: 'theme', theme: { tokens: Object.fromEntries(texts), fontFamily, fontSize, colorScheme } };
  },
  language: ({ lang, dir }) =>
    isText(lang) && (dir === 'ltr' || dir === 'rtl' || dir === null) ? { type: 'language', lang, dir } : null,
  fallback: ({ pieces }) =>
    Array.isArray(pieces) ? { type: 'fallback', pieces: pieces.slice(0, mostPieces).flatMap(readPiece) } : null,
  settings: ({ values }) => {
    if (!isFields(values)) return null;
    const taken = Object.entries(values).filter(
      (entry): entry is [string, SettingValue] =>
        entry[1] === null || typeof entry[1] === 'boolean' || isText(entry[1]),
    );
    return { type: 'settings', values: Object.fromEntries(taken) };
  },
  answer: ({ number, isAllowed }) =>
    isCount(number) && typeof isAllowed === 'boolean' ? { type: 'answer', number, isAllowed } : null,
};

const frameReaders: Readers<FrameMessage> = {
  size: ({ blockSize }) => (blockSize === null || isLength(blockSize) ? { type: 'size', blockSize } : null),
  focus: ({ top, bottom }) => (isLength(top) && isLength(bottom) ? { type: 'focus', top, bottom } : null),
  fact: ({ name, id }) => (isName(name) && isText(id) && idShape.test(id) ? { type: 'fact', name, id } : null),
  signal: ({ name }) => (isName(name) ? { type: 'signal', name } : null),
  intent: ({ name, number }) => (isName(name) && isCount(number) ? { type: 'intent', name, number } : null),
};

const isName = (value: unknown): value is string => isText(value) && nameShape.test(value);

function readPiece(piece: unknown): FallbackPiece[] {
  if (!isFields(piece) || !isText(piece['text'])) return [];
  const { text, href } = piece;
  return [{ text, href: isText(href) && linkShape.test(href) ? href : null }];
}

/** What a shell says; null for what is none of its messages. */
export const readShellMessage = (data: unknown): ShellMessage | null => read(data, shellReaders);

/** What a frame says; null for what is none of its messages. */
export const readFrameMessage = (data: unknown): FrameMessage | null => read(data, frameReaders);

/** What a window says before there is a port; null for what is not of this handshake. */
export function readHandshake(data: unknown): Ready['type'] | Hello['type'] | null {
  if (!isFields(data) || data['openprm'] !== protocolVersion) return null;
  const { type } = data;
  return type === 'ready' || type === 'refused' || type === 'hello' ? type : null;
}

function read<Message extends { readonly type: string }>(data: unknown, readers: Readers<Message>): Message | null {
  if (!isFields(data) || !isText(data['type']) || !Object.hasOwn(readers, data['type'])) return null;
  return readers[data['type'] as Message['type']](data);
}
