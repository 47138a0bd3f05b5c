import type { FhirResource, ProblemIssue } from '@openprm/contract';
import { type JsonObject, type Plan, type PlanItem, faultsOf, readValue, writeValue } from '@openprm/questionnaire';
import { type SafetyRule, pointsOfAnswer } from '@openprm/questionnaire/scores';

/** What a response may say besides its items where nobody is to know whose it is: which form it answers, how it stands, its language, and its day. */
const saysOfNobody: ReadonlySet<string> = new Set([
  'resourceType',
  'questionnaire',
  'status',
  'language',
  'authored',
  'item',
]);

/** Elements that may name somebody wherever FHIR lets them stand: references, identifiers, resources within, extensions of anything; of a file its name, and when it was made. */
const mayName: ReadonlySet<string> = new Set([
  'id',
  'extension',
  'modifierExtension',
  'contained',
  'meta',
  'subject',
  'author',
  'source',
  'encounter',
  'identifier',
  'reference',
  'valueReference',
  'title',
  'creation',
]);

/** What FHIR lets a response say of who wrote it, where and because of what, and in words and resources of its own. Who answers does not say it: whoever reads the answers elsewhere would believe it. */
const saysOfOthers = ['author', 'source', 'encounter', 'basedOn', 'partOf', 'identifier', 'text', 'contained'] as const;

type Refuse = (path: string, code: string, message: string) => void;

/**
 * Whether the items of a response, and their answers, are lists of what FHIR has there, at any depth, and no answer has two values (https://hl7.org/fhir/R4/formats.html#choice): one who reads it would
 * see another than the rules did.
 */
export function checkShape(response: FhirResource, refuse: Refuse): void {
  checkItems(response['item'], '/item', refuse);
}

function checkItems(items: unknown, path: string, refuse: Refuse): void {
  eachOf(items, path, refuse, (item, at) => {
    if (typeof item['linkId'] !== 'string') refuse(`${at}/linkId`, 'invalid_type', 'must be a text');
    checkItems(item['item'], `${at}/item`, refuse);
    eachOf(item['answer'], `${at}/answer`, refuse, (answer, place) => {
      if (valuesOf(answer).length > 1) refuse(place, 'custom', 'must have one value[x]');
      checkItems(answer['item'], `${place}/item`, refuse);
    });
  });
}

/** Names of the elements that hold an answer's value. `null` is none. */
const valuesOf = (answer: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(answer).filter((name) => /^value[A-Z]/.test(name) && answer[name] !== null);

/** Whether a response whose patient is known claims nothing but its answers. Its subject is what the survey's link or session says, whatever stands there. */
export function checkSaysOfOthers(response: FhirResource, refuse: Refuse): void {
  for (const element of saysOfOthers)
    if (response[element] !== undefined) refuse(`/${element}`, 'custom', 'must be left out: it is not for who answers');
}

/** Whether answers to questions that are watched for safety can be understood, wherever they stand, in a part too: what no rule can read calls nobody. */
export function checkWatched(
  safety: readonly Pick<SafetyRule, 'linkId'>[],
  plan: Plan,
  response: FhirResource,
  refuse: Refuse,
): void {
  const watched = new Map(safety.map(({ linkId }) => [linkId, plan.items[plan.byLinkId.get(linkId) ?? -1]]));
  const isUnderstood = (item: PlanItem, answer: JsonObject): boolean => {
    const value = readValue(answer);
    if (value === undefined) return valuesOf(answer).length === 0;
    return (
      pointsOfAnswer(item, value) !== undefined ||
      !faultsOf(item, value).some(({ code }) => code === 'wrong-type' || code === 'not-an-option')
    );
  };
  const look = (items: unknown, path: string): void =>
    eachOf(items, path, refuse, (item, at) => {
      const question = watched.get(String(item['linkId']));
      look(item['item'], `${at}/item`);
      eachOf(item['answer'], `${at}/answer`, refuse, (answer, place) => {
        if (question && !isUnderstood(question, answer))
          refuse(
            place,
            'custom',
            'must be an answer that the form offers: somebody may have to be called because of it',
          );
        look(answer['item'], `${place}/item`);
      });
    });
  if (safety.length > 0) look(response['item'], '/item');
}

function eachOf(
  list: unknown,
  path: string,
  refuse: Refuse,
  look: (each: Readonly<Record<string, unknown>>, path: string) => void,
): void {
  if (list === undefined) return;
  if (!Array.isArray(list)) return refuse(path, 'invalid_type', 'must be a list');
  list.forEach((each: unknown, index) => {
    const at = `${path}/${index}`;
    if (isObject(each)) look(each, at);
    else refuse(at, 'invalid_type', 'must be an object');
  });
}

/**
 * Whether a response says of nobody whose it is: no element is there that could, at any depth. What is typed as an answer stays what it is, and what the form itself gives
 * as an option or at the start is whole as it gives it: everybody's is the same.
 */
export function checkSaysOfNobody(plan: Plan, response: FhirResource, refuse: Refuse): void {
  const leaveOut = (path: string) =>
    refuse(path, 'custom', 'must be left out: these answers say of nobody whose they are');
  for (const [name, value] of Object.entries(response))
    if (!saysOfNobody.has(name)) leaveOut(`/${escaped(name)}`);
    else if (name === 'language' && !(typeof value === 'string' && isLanguage(value)))
      refuse('/language', 'custom', 'must be a language, such as es or pt-BR, or be left out');
    else if (name === 'authored' && !(typeof value === 'string' && /^\d{4}(-\d\d){0,2}$/.test(value)))
      refuse('/authored', 'custom', 'must be a day without a time, or be left out');
  const given = new Map<string, ReadonlySet<string>>();
  const look = (value: unknown, path: string, ofItem?: string): void => {
    if (Array.isArray(value)) value.forEach((each, index) => look(each, `${path}/${index}`, ofItem));
    else if (isObject(value)) {
      const linkId = typeof value['linkId'] === 'string' ? value['linkId'] : ofItem;
      for (const [name, inner] of Object.entries(value)) {
        const at = `${path}/${escaped(name)}`;
        if (isOfTheForm(name, inner)) continue;
        if (linkId !== undefined && name.startsWith('value') && isObject(inner)) {
          if (!given.has(linkId)) given.set(linkId, givenBy(plan, linkId));
          if (given.get(linkId)?.has(inOrder({ [name]: inner }))) continue;
        }
        if (mayName.has(name) || name.startsWith('_')) leaveOut(at);
        else look(inner, at, linkId);
      }
    }
  };
  look(response['item'], '/item');
}

/** What a form gives an item to be chosen, or to begin with, as JSON. */
function givenBy({ items, byLinkId }: Plan, linkId: string): ReadonlySet<string> {
  const item = items[byLinkId.get(linkId) ?? -1];
  const values = [...(item?.options ?? []).map(({ value }) => value), ...(item?.initial ?? [])];
  return new Set(values.map((value) => inOrder(writeValue(value))));
}

/** JSON whose elements stand in the order of their names, so that what is the same reads the same. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );

/** Whether a text is a tag of a language in its script and region (RFC 5646), and nothing of anybody's own. */
const isLanguage = (tag: string): boolean => /^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?$/i.test(tag);

/** What a form gives an option is copied with its coding: its points, and its words in other languages. */
const isOfTheForm = (name: string, value: unknown): boolean =>
  (name === 'extension' && areAll(value, isWeight)) ||
  (name === '_display' && hasOnly(value, ['extension']) && areAll(value['extension'], isTranslation));

const areAll = (list: unknown, is: (each: unknown) => boolean): boolean => Array.isArray(list) && list.every(is);

const hasOnly = (value: unknown, names: readonly string[]): value is Readonly<Record<string, unknown>> =>
  isObject(value) && Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));

const structure = 'http://hl7.org/fhir/StructureDefinition';

const isWeight = (each: unknown): boolean =>
  hasOnly(each, ['url', 'valueDecimal']) &&
  (each['url'] === `${structure}/ordinalValue` || each['url'] === `${structure}/itemWeight`) &&
  typeof each['valueDecimal'] === 'number';

const isTranslation = (each: unknown): boolean =>
  hasOnly(each, ['url', 'extension']) &&
  each['url'] === `${structure}/translation` &&
  areAll(
    each['extension'],
    (part) =>
      (hasOnly(part, ['url', 'valueCode']) && part['url'] === 'lang' && typeof part['valueCode'] === 'string') ||
      (['valueString', 'valueMarkdown'] as const).some(
        (name) => hasOnly(part, ['url', name]) && part['url'] === 'content' && typeof part[name] === 'string',
      ),
  );

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A name in a JSON pointer (RFC 6901). */
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** So many faults are told at once. */
export const mostTold = 50;

/** Collects faults of a response's elements, so many as are told. */
export const collectInto =
  (issues: ProblemIssue[]): Refuse =>
  (path, code, message) => {
    if (issues.length < mostTold) issues.push({ path: `/body/response${path}`, code, message });
  };
