import type { Random } from '../random.ts';

const core = 'http://hl7.org/fhir/StructureDefinition/';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';
const types = [
  'group',
  'display',
  'boolean',
  'decimal',
  'integer',
  'date',
  'dateTime',
  'time',
  'string',
  'text',
  'url',
  'choice',
  'open-choice',
  'attachment',
  'reference',
  'quantity',
] as const;

/** What was planted that the engine does not act on, by JSON pointer: each has to be told of. */
export interface PlantedForm {
  readonly form: { readonly [element: string]: unknown };
  readonly unsupported: readonly string[];
}

const coding = (random: Random) => ({
  system: random.pick(['s', 't']),
  code: random.pick(['a', 'b', 'c']),
  display: 'Some',
});

const values: Readonly<Record<string, (random: Random) => readonly [string, unknown]>> = {
  boolean: (random) => ['Boolean', random.isTrue()],
  decimal: (random) => ['Decimal', random.below(100) / 4],
  integer: (random) => ['Integer', random.below(10)],
  date: (random) => ['Date', random.pick(['2024-02-29', '2024-02', '2024'])],
  dateTime: (random) => ['DateTime', random.pick(['2024-02-29T10:00:00Z', '2024-02-29'])],
  time: (random) => ['Time', random.pick(['10:00:00', '23:59:59'])],
  string: (random) => ['String', random.pick(['a', 'b', 'c'])],
  text: (random) => ['String', random.pick(['a', 'b', 'c'])],
  url: () => ['Uri', 'https://clinic.example'],
  choice: (random) => ['Coding', coding(random)],
  'open-choice': (random) => (random.isTrue() ? ['Coding', coding(random)] : ['String', 'typed']),
  quantity: (random) => ['Quantity', { value: random.below(10), unit: 'kg', code: 'kg' }],
  reference: () => ['Reference', { reference: 'Patient/1' }],
  attachment: () => ['Attachment', { contentType: 'image/png', size: 10 }],
};

/** `value[x]` of an item's type, under any prefix. */
export function valueFor(random: Random, type: string, prefix = 'value'): Record<string, unknown> {
  const [suffix, value] = (values[type] ?? values['string'])?.(random) ?? ['String', 'a'];
  return { [prefix + suffix]: value };
}

/**
 * A form with everything that forms have: all types, groups in groups and below answers, repeats, conditions (cycles and broken ones too), value sets,
 * limits, expressions, translations, elements and extensions that nobody knows, and faults.
 */
export function randomForm(random: Random): PlantedForm {
  const size = 3 + random.below(25);
  const all = Array.from({ length: size }, (_, index) => ({ linkId: `q${index}`, type: random.pick(types) as string }));
  const unsupported: string[] = [];
  const other = () => random.pick([all[0] ?? { linkId: 'q0', type: 'string' }, ...all]);

  const condition = () => {
    const { linkId, type } = other();
    const operator = random.pick(['exists', '=', '!=', '>', '<', '>=', '<=', random.isTrue(0.1) ? 'resembles' : '=']);
    const fits = random.isTrue(0.9) ? type : random.pick(types);
    return {
      question: random.isTrue(0.95) ? linkId : 'nobody',
      operator,
      ...(operator === 'exists' && random.isTrue(0.95)
        ? { answerBoolean: random.isTrue() }
        : valueFor(random, fits, 'answer')),
    };
  };

  const expression = (url: string, written: string, name?: string) => ({
    url,
    valueExpression: { language: 'text/fhirpath', expression: written, ...(name !== undefined && { name }) },
  });

  const path = () =>
    random.pick([
      `%resource.descendants().where(linkId = '${other().linkId}').answer.value`,
      `%resource.item.where(linkId = '${other().linkId}').answer.value`,
      '%resource.descendants().answer.value',
      '%context.answer.value',
      '%v',
      'broken(',
    ]);

  const extensionsFor = (type: string, pointer: string) => {
    const list: object[] = [];
    const add = (chance: number, make: () => object) => random.isTrue(chance) && list.push(make());
    add(0.1, () => ({ url: `${core}questionnaire-hidden`, valueBoolean: random.isTrue() }));
    add(0.2, () => ({ url: `${core}questionnaire-minOccurs`, valueInteger: random.below(4) }));
    add(0.2, () => ({ url: `${core}questionnaire-maxOccurs`, valueInteger: 1 + random.below(4) }));
    add(0.1, () => ({ url: `${core}minValue`, ...valueFor(random, type) }));
    add(0.05, () => ({ url: `${core}regex`, valueString: random.pick(['[a-z]+', '(a+)+', '(']) }));
    add(0.1, () => expression(`${sdc}calculatedExpression`, `${path()}.first()`));
    add(0.1, () => expression(`${sdc}enableWhenExpression`, `${path()}.exists()`));
    add(0.05, () => expression(`${sdc}initialExpression`, `'a'`));
    add(0.1, () => expression(`${core}variable`, path(), 'v'));
    if (random.isTrue(0.2)) {
      unsupported.push(`${pointer}/extension/${list.length}`);
      list.push({ url: `https://vendor.example/${random.below(9)}`, extension: [{ url: 'part', valueDecimal: 1.5 }] });
    }
    if (random.isTrue(0.05)) {
      unsupported.push(`${pointer}/extension/${list.length}`);
      list.push({
        url: `${core}variable`,
        valueExpression: { language: 'application/x-fhir-query', expression: 'Patient' },
      });
    }
    return list.length > 0 ? { extension: list } : {};
  };

  const optionsFor = (type: string) => {
    if (!type.endsWith('choice')) return {};
    if (random.isTrue(0.15)) return { answerValueSet: random.pick(['#set', '#nowhere', 'https://vs.example/1']) };
    const weight = () => ({ extension: [{ url: `${core}ordinalValue`, valueDecimal: random.below(4) }] });
    return {
      answerOption: Array.from({ length: 1 + random.below(4) }, () => ({
        valueCoding: coding(random),
        ...(random.isTrue(0.2) && { initialSelected: true }),
        ...(random.isTrue(0.3) && weight()),
      })),
    };
  };

  let next = 0;
  const items = (pointer: string, depth: number): object[] => {
    const list: object[] = [];
    while (next < all.length && (depth === 0 || list.length < 6)) {
      if (list.length > 0 && depth > 0 && random.isTrue(0.4)) break;
      const at = `${pointer}/${list.length}`;
      const { linkId, type } = all[next++] ?? { linkId: '', type: '' };
      const isBroken = random.isTrue(0.03);
      const text = random.isTrue(0.9) && {
        text: `Text ${linkId}`,
        _text: { extension: [translation(`Texto ${linkId}`)] },
      };
      const isNovel = random.isTrue(0.1);
      if (isNovel) unsupported.push(`${at}/vendorElement`);
      list.push({
        ...(random.isTrue(0.98) && { linkId: random.isTrue(0.98) ? linkId : 'q0' }),
        type: isBroken ? random.pick<unknown>(['hologram', 7, null]) : type,
        ...text,
        ...(isNovel && { vendorElement: { deep: [null, 1.25, 'x'] } }),
        ...(random.isTrue(0.2) && { required: true }),
        ...(random.isTrue(0.3) && { repeats: true }),
        ...(random.isTrue(0.05) && { readOnly: true }),
        ...(random.isTrue(0.1) && { maxLength: random.below(5) }),
        ...(random.isTrue(0.15) && { initial: [valueFor(random, random.isTrue(0.9) ? type : 'string')] }),
        ...(random.isTrue(0.4) && {
          enableWhen: Array.from({ length: 1 + random.below(3) }, condition),
          ...(random.isTrue(0.9) && { enableBehavior: random.pick(['all', 'any']) }),
        }),
        ...optionsFor(type),
        ...extensionsFor(type, at),
        ...((type === 'group' || random.isTrue(0.1)) && depth < 6 && { item: items(`${at}/item`, depth + 1) }),
      });
    }
    return list;
  };
  const item = items('/item', 0);
  return {
    form: {
      resourceType: 'Questionnaire',
      status: 'draft',
      language: 'en',
      contained: [
        {
          resourceType: 'ValueSet',
          id: 'set',
          compose: { include: [{ system: 's', concept: [{ code: 'a' }, { code: 'b' }] }] },
        },
      ],
      novelElement: [{ kept: true }],
      item,
    },
    unsupported,
  };
}

function translation(content: string) {
  return {
    url: `${core}translation`,
    extension: [
      { url: 'lang', valueCode: 'es' },
      { url: 'content', valueString: content },
    ],
  };
}
