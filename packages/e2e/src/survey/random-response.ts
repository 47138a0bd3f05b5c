import type { Random } from '../random.ts';

const coding = (random: Random) => ({
  system: random.pick(['s', 't']),
  code: random.pick(['x', 'y', 'z']),
  display: random.pick(['Ex', 'Wy']),
});

/** The questions of the responses that both languages are tried on, with an answer for each. */
const answers: Readonly<Record<string, (random: Random) => object>> = {
  int: (random) => ({ valueInteger: random.below(20) - 5 }),
  int2: (random) => ({ valueInteger: random.below(4) }),
  dec: (random) => ({ valueDecimal: (random.below(2000) - 500) / 8 }),
  text: (random) => ({
    valueString: random.pick(['knee', 'Knee', 'a b', 'left knee, right hip', '42', '3.5', 'true', '']),
  }),
  yes: (random) => ({ valueBoolean: random.isTrue() }),
  day: (random) => ({ valueDate: random.pick(['2024-02-29', '2023-12-31', '2024-01', '2022', '2024-03-10']) }),
  at: (random) => ({
    valueDateTime: random.pick(['2024-02-29T10:30:00Z', '2024-02-29T11:30:00+01:00', '2023-01-01T00:00:00-05:00']),
  }),
  clock: (random) => ({ valueTime: random.pick(['10:30:00', '09:00:00', '23:59:59']) }),
  choice: (random) => ({ valueCoding: coding(random) }),
  choice2: (random) => ({ valueCoding: coding(random) }),
};

/** A response with some of the questions, in some order, some of them in groups, with repeats and with items below answers. */
export function randomResponse(random: Random): { readonly [element: string]: unknown } {
  const question = (linkId: string) => {
    const make = answers[linkId] ?? (() => ({}));
    const count = random.isTrue(0.85) ? 1 : 2 + random.below(2);
    const answer = Array.from({ length: count }, () => ({
      ...make(random),
      ...(random.isTrue(0.1) && { item: [{ linkId: 'below', answer: [{ valueInteger: random.below(5) }] }] }),
    }));
    return { linkId, ...(random.isTrue() && { text: `Text of ${linkId}` }), answer };
  };
  const questions = Object.keys(answers).filter(() => random.isTrue(0.75));
  const loose = questions.filter(() => random.isTrue(0.7));
  const grouped = questions.filter((linkId) => !loose.includes(linkId));
  const item = [
    ...loose.map(question),
    ...(grouped.length > 0 ? [{ linkId: 'group', item: grouped.map(question) }] : []),
    ...(random.isTrue(0.3) ? [{ linkId: 'group', item: [question('int')] }] : []),
  ];
  const status = random.pick(['completed', 'in-progress']);
  return {
    resourceType: 'QuestionnaireResponse',
    status,
    authored: '2026-03-01T10:00:00+01:00',
    ...(item.length > 0 && { item }),
  };
}

const at = (linkId: string) => `item.where(linkId = '${linkId}').answer.value`;
const any = (linkId: string) => `%resource.descendants().where(linkId = '${linkId}').answer.value`;
const one = (linkId: string) => `${any(linkId)}.first()`;

/**
 * What is asked of each response: every kind of thing that forms do with FHIRPath, on one answer, on several and on none. Not asked is where the language
 * leaves a choice: ours does not look at the right side of what the left side has decided, and fhirpath.js does; nor
 * `subsetOf` of a list that has a value twice, which fhirpath.js denies and the language does not.
 */
export const expressions: readonly string[] = [
  ...['int', 'dec', 'text', 'yes', 'day', 'at', 'clock', 'choice'].flatMap((linkId) => [
    at(linkId),
    any(linkId),
    `${at(linkId)}.exists()`,
    `${any(linkId)}.count()`,
    `${at(linkId)}.empty()`,
  ]),
  `${one('int')} + ${one('dec')}`,
  `${one('int')} - ${one('int2')} * 2`,
  `${one('int')} / ${one('int2')}`,
  `${one('int')} div ${one('int2')}`,
  `${one('int')} mod ${one('int2')}`,
  `${at('int')} > 3`,
  `${one('int')} > ${one('dec')}`,
  `${one('dec')} <= 10`,
  `${any('int')}.sum()`,
  `${any('int')}.min() | ${any('int')}.max()`,
  `${any('int')}.avg()`,
  `${any('int')}.where($this > 2).count()`,
  `${any('int')}.select($this + 1)`,
  `${any('int')}.all($this > 0)`,
  `${any('int')}.aggregate($this + $total, 0)`,
  `(${any('int')}.sum() + ${any('int2')}.sum()) / 3`,
  `${one('dec')}.round(1)`,
  `${one('dec')}.abs().floor()`,
  `${one('dec')}.ceiling() + ${one('dec')}.truncate()`,
  `${one('int2')}.power(2)`,
  `${one('int2')}.toString() & '!'`,
  `${one('text')}.length()`,
  `${one('text')}.upper()`,
  `${one('text')}.contains('knee')`,
  `${one('text')}.startsWith('left')`,
  `${one('text')}.matches('^[a-z ]+$')`,
  `${one('text')}.replace('knee', 'hip')`,
  `${one('text')}.substring(1, 3)`,
  `${one('text')}.indexOf('n')`,
  `${one('text')}.split(' ').join('-')`,
  `${one('text')} = 'knee'`,
  `${one('text')} ~ 'KNEE'`,
  `${one('text')} & ' ' & ${one('choice')}.display`,
  `${one('text')} + '.'`,
  `${one('text')}.toInteger()`,
  `${one('text')}.toDecimal()`,
  `${one('text')} < 'm'`,
  `${one('yes')} and ${one('yes')}.not()`,
  `${one('yes')} or ${one('int')} > 3`,
  `${one('yes')} xor ${one('int')}.exists()`,
  `${one('yes')} implies ${one('int')} > 0`,
  `iif(${one('yes')}, 'y', 'n')`,
  `iif(${any('int')}.exists(), ${any('int')}.first(), 0) + iif(${any('int2')}.exists(), ${any('int2')}.first(), 0)`,
  `${one('day')} > @2023-12-31`,
  `${one('day')} = @2024-02-29`,
  `${one('day')} <= today()`,
  `${one('at')} > @2024-01-01T00:00:00Z`,
  `${one('at')} = @2024-02-29T10:30:00Z`,
  `${one('clock')} >= @T10:00:00`,
  `${any('choice')}.code`,
  `${any('choice')}.where(system = 's').code`,
  `${any('choice')}.code = 'x'`,
  `${any('choice')}.code contains 'x'`,
  `'y' in ${any('choice')}.code`,
  `${any('choice')}.code | ${any('choice2')}.code`,
  `${any('choice')}.code.intersect(${any('choice2')}.code)`,
  `${any('choice')}.code.exclude(${any('choice2')}.code)`,
  `${any('choice')}.code.distinct().subsetOf(${any('choice2')}.code)`,
  `${any('choice')}.code.distinct().count() = ${any('choice')}.code.count()`,
  `${any('choice')} = ${any('choice2')}`,
  `${any('choice')} != ${any('choice2')}`,
  `%resource.descendants().answer.value.ofType(integer)`,
  `%resource.descendants().answer.value.ofType(Coding).code`,
  `%resource.item.answer.value.where($this is string)`,
  `item.linkId`,
  `item.where(answer.exists()).linkId`,
  `item.where(linkId in ('int' | 'dec')).answer.count()`,
  `item.where(linkId = 'group').item.linkId`,
  `item.repeat(item).linkId`,
  `item.answer.item.answer.value`,
  `descendants().where(linkId = 'below').answer.value`,
  `item.first().linkId | item.last().linkId`,
  `item.skip(1).take(2).linkId`,
  `item.tail().linkId`,
  `item[1].linkId`,
  `item.text`,
  `item.select(linkId & ':' & answer.count().toString())`,
  `item.where(text.exists() and answer.exists()).linkId`,
  `item.where(linkId = 'int').exists(answer.value.first() > 3)`,
  `status = 'completed'`,
  `QuestionnaireResponse.status`,
  `authored > @2026-01-01`,
  `%resource.item.count() + %context.item.count()`,
];
