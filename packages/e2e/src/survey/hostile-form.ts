/** What a text would do if a browser took it for markup, a script, a style or an address: each leaves a mark on the page. */
const acts = [
  '<img src=x onerror="globalThis.struck=1">',
  '<img src=x:x onerror=globalThis.struck=1//',
  '<script>globalThis.struck=1</script>',
  '<ScRiPt>globalThis.struck=1</sCrIpT>',
  '<svg onload=globalThis.struck=1>',
  '<svg><animate onbegin=globalThis.struck=1 attributeName=x dur=1s>',
  '<svg><script>globalThis.struck=1</script></svg>',
  '<iframe srcdoc="<script>parent.struck=1</script>"></iframe>',
  '<iframe src="javascript:parent.struck=1"></iframe>',
  '<a href="javascript:globalThis.struck=1">x</a>',
  '<b onmouseover=globalThis.struck=1>x</b>',
  '<input autofocus onfocus=globalThis.struck=1>',
  '<details open ontoggle=globalThis.struck=1>',
  '<video><source onerror=globalThis.struck=1></video>',
  '<audio src=x onerror=globalThis.struck=1></audio>',
  '<object data="javascript:globalThis.struck=1"></object>',
  '<style>@import "javascript:globalThis.struck=1"</style>',
  '<style onload=globalThis.struck=1></style>',
  '<math><mtext><table><mglyph><style><img src=x onerror=globalThis.struck=1>',
  '<template><img src=x onerror=globalThis.struck=1></template>',
  '<slot onslotchange=globalThis.struck=1></slot>',
  'javascript:globalThis.struck=1',
  'data:text/html,<script>globalThis.struck=1</script>',
  '{{constructor.constructor("globalThis.struck=1")()}}',
  '${globalThis.struck=1}',
  'background:url(javascript:globalThis.struck=1)',
] as const;

/** What stands before them to end what they may stand in. */
const escapes = [
  '',
  '">',
  "'>",
  '--><!---->',
  '</textarea>',
  '</style></script>',
  ']]>',
  '\u202e\u0000',
  '\u2028',
  '<?lit$1$?>',
] as const;

/** Each act behind each escape. */
export const hostileTexts: readonly string[] = escapes.flatMap((escape) => acts.map((act) => `${escape}${act}`));

const core = 'http://hl7.org/fhir/StructureDefinition/';
const rendered = (text: string) => ({
  extension: [
    { url: `${core}rendering-xhtml`, valueString: `<div xmlns="http://www.w3.org/1999/xhtml">${text}</div>` },
    { url: `${core}rendering-markdown`, valueMarkdown: text },
    { url: `${core}rendering-style`, valueString: text },
    {
      url: `${core}translation`,
      extension: [
        { url: 'lang', valueCode: 'en' },
        { url: 'content', valueString: text },
      ],
    },
  ],
});
const control = (code: string) => ({
  extension: [{ url: `${core}questionnaire-itemControl`, valueCodeableConcept: { coding: [{ code }] } }],
});

/** A form with these texts wherever a form has texts: titles, questions, prefixes, help, options, units, hints, answers and what is put together from answers. */
export function hostileForm(texts: readonly string[]) {
  const [first = ''] = texts;
  return {
    resourceType: 'Questionnaire',
    status: 'active',
    url: 'urn:openprm:test:hostile',
    title: first,
    _title: rendered(first),
    item: texts.flatMap((text, at) => {
      const id = (name: string) => `${name}${at}`;
      const asked = { text, _text: rendered(text), prefix: text, _prefix: rendered(text) };
      const coding = (code: string) => ({
        valueCoding: { system: text, code, display: text, _display: rendered(text) },
      });
      return [
        { linkId: id('title'), type: 'display', text, _text: rendered(text) },
        {
          linkId: id('choice'),
          type: 'choice',
          ...asked,
          answerOption: [coding('a'), coding('b'), { valueString: text }],
          item: [{ linkId: id('help'), type: 'display', text, _text: rendered(text), ...control('help') }],
        },
        {
          linkId: id('list'),
          type: 'choice',
          ...asked,
          ...control('drop-down'),
          answerOption: [coding('a'), coding('b')],
        },
        {
          linkId: id('said'),
          type: 'string',
          ...asked,
          required: true,
          extension: [{ url: `${core}entryFormat`, valueString: text }],
        },
        { linkId: id('given'), type: 'text', ...asked, initial: [{ valueString: text }] },
        {
          linkId: id('unit'),
          type: 'quantity',
          ...asked,
          extension: [{ url: `${core}questionnaire-unit`, valueCoding: { code: 'kg', display: text } }],
        },
        {
          linkId: id('piped'),
          type: 'display',
          text: 'Piped',
          _text: {
            extension: [
              {
                url: `${core}cqf-expression`,
                valueExpression: {
                  language: 'text/fhirpath',
                  expression: `'Piped: ' & %resource.item.where(linkId = '${id('given')}').answer.value`,
                },
              },
            ],
          },
        },
        { linkId: id('fixed'), type: 'string', ...asked, readOnly: true, initial: [{ valueString: text }] },
      ];
    }),
  };
}
