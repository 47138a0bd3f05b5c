import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { root } from '../places.mjs';
import { runCommand } from '../test/command.ts';
import { customElementsManifest, vscodeCustomData, webTypes } from './editor-data.ts';
import { type PublicElement, readElements } from './elements.ts';
import { elementPages, packageFiles } from './files.ts';
import { fillTables } from './tables.ts';

const packageFile = path.join(root, 'packages/widgets/package.json');
const packageText = readFileSync(packageFile, 'utf8');
let elements: PublicElement[];
before(async () => {
  elements = await readElements();
});

describe('the manifest of the elements', () => {
  test('is read without a change to the package', () => {
    assert.equal(readFileSync(packageFile, 'utf8'), packageText);
    const { customElements } = JSON.parse(packageText) as { customElements: string };
    assert.equal(customElements, 'custom-elements.json');
  });

  test('has each element that is registered', () => {
    const embed = readFileSync(path.join(root, 'packages/embed/src/openprm.ts'), 'utf8');
    const loaded = [...embed.matchAll(/^ {2}'?([\w-]+)'?: \(\) => import/gm)]
      .map(([, name]) => `prm-${name}`)
      .filter((tag) => !tag.endsWith('-shell'));
    assert.deepEqual(elements.map(({ tag }) => tag).sort(), loaded.sort());
  });

  test('has what the class of <prm-booking> says, and nothing private', () => {
    const booking = elements.find(({ tag }) => tag === 'prm-booking');
    assert.ok(booking);
    assert.deepEqual(booking.fields.find(({ name }) => name === 'publishableKey')?.attribute, 'publishable-key');
    assert.deepEqual(booking.fields.find(({ name }) => name === 'link')?.attribute, undefined);
    assert.deepEqual(
      booking.events.map(({ name, type, fields }) => [name, type, ...fields]),
      [
        ['prm-appointment-booking', 'AppointmentBookingEvent'],
        ['prm-appointment-booked', 'AppointmentBookedEvent', 'appointmentId'],
        ['prm-appointment-rescheduled', 'AppointmentRescheduledEvent', 'appointmentId'],
        ['prm-appointment-cancelled', 'AppointmentCancelledEvent', 'appointmentId'],
        ['prm-waitlist-joined', 'WaitlistJoinedEvent', 'waitlistEntryId'],
      ],
    );
    assert.ok(booking.fields.every(({ name }) => !/^[#_]|^(booking|styles)$/.test(name)));
  });

  const read = (pattern: string) =>
    globSync(pattern, { cwd: root })
      .map((file) => readFileSync(path.join(root, file), 'utf8'))
      .join('\n');

  const rooms = {
    'prm-booking': 'booking,ui',
    'prm-access-log': 'access-log,sign-in,ui',
    'prm-survey': 'survey,sign-in,ui',
  } as const;
  for (const [tag, folders] of Object.entries(rooms)) {
    test(`has the parts that are in the templates of <${tag}>, and the properties that its styles read`, () => {
      const element = elements.find((each) => each.tag === tag);
      assert.ok(element);
      const written = read(`packages/widgets/src/{${folders}}/**/*.ts`).matchAll(/\bpart=(?:"([^"]+)"|\$\{([^}]+)\})/g);
      const inTemplates = [...written].flatMap(([, plain, code = '']) =>
        plain === undefined ? [...code.matchAll(/'([^']+)'/g)].map(([, text]) => text ?? '') : [plain],
      );
      const parts = element.parts.flatMap(({ name, description }) => [
        name,
        ...[...description.matchAll(/`([\w-]+)`/g)].map(([, further]) => further ?? ''),
      ]);
      assert.deepEqual([...new Set(inTemplates.flatMap((text) => text.split(' ')))].sort(), parts.sort());
      const inStyles = read('packages/widgets/src/**/*.ts').matchAll(/var\((--prm-[\w-]+)/g);
      assert.deepEqual(
        [...new Set([...inStyles].map(([, name]) => name))].sort(),
        element.properties.map(({ name }) => name).sort(),
      );
    });
  }

  test('leads from each tag to the module and the class that a package has', () => {
    const { exports } = JSON.parse(readFileSync(path.join(root, 'packages/widgets/package.json'), 'utf8')) as {
      exports: Record<string, string | { default: string }>;
    };
    const published = new Set(Object.values(exports).map((each) => (typeof each === 'string' ? each : each.default)));
    for (const module of customElementsManifest(elements).modules)
      assert.ok(published.has(`./${module.path}`), module.path);
  });

  test('is told to VS Code and to JetBrains editors alike', () => {
    for (const { tag, fields } of elements) {
      const attributes = fields.flatMap(({ attribute }) => attribute ?? []);
      const inVscode = vscodeCustomData(elements).tags.find(({ name }) => name === tag);
      const inJetBrains = webTypes(elements, '1.0.0').contributions.html.elements.find(({ name }) => name === tag);
      assert.deepEqual(
        [inVscode, inJetBrains].map((each) => each?.attributes.map(({ name }) => name)),
        [attributes, attributes],
      );
    }
  });

  test('says what an attribute may hold, and what its property is without it', () => {
    const tag = 'prm-access-log';
    const { modules } = customElementsManifest(elements);
    const declared = modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName === tag);
    const typed = (name: string) => [
      declared?.attributes.find((each) => each.name === name)?.type.text,
      declared?.members.find((each) => each.attribute === name)?.default,
    ];
    assert.deepEqual(typed('isolation'), ["'frame' | 'inline'", 'null']);
    assert.deepEqual(typed('remember'), ['boolean', 'false']);
    assert.deepEqual(typed('api-url'), ['string', 'null']);
    const inVscode = vscodeCustomData(elements).tags.find(({ name }) => name === tag);
    const offered = (wanted: string) => {
      const { name: _, description: __, ...rest } = inVscode?.attributes.find(({ name }) => name === wanted) ?? {};
      return rest;
    };
    assert.deepEqual(offered('isolation'), { values: [{ name: 'frame' }, { name: 'inline' }] });
    assert.deepEqual(offered('remember'), { valueSet: 'v' });
    assert.deepEqual(offered('api-url'), {});
    const inJetBrains = webTypes(elements, '1.0.0').contributions.html.elements.find(({ name }) => name === tag);
    const valued = (wanted: string) => inJetBrains?.attributes.find(({ name }) => name === wanted)?.value.type;
    assert.deepEqual(['isolation', 'remember', 'api-url'].map(valued), ["'frame' | 'inline'", 'boolean', 'string']);
  });

  test('tells how a host holds a booking back', () => {
    const event = elements.flatMap(({ events }) => events).find(({ name }) => name === 'prm-appointment-booking');
    assert.match(event?.description ?? '', /`preventDefault\(\)`.+`waitFor\(promise\)`/);
  });

  test('is in the package that npm would publish', async () => {
    const { code, output } = await runCommand('npm', ['pack', '--dry-run', '--json', './packages/widgets']);
    assert.equal(code, 0, output);
    for (const { file, text } of packageFiles(elements)) {
      assert.ok(output.includes(`"path": "${path.basename(file)}"`), `${path.basename(file)} is not packed: ${output}`);
      assert.equal(readFileSync(path.join(root, file), 'utf8'), text);
    }
  });
});

describe('the page of an element', () => {
  test('has the tables that its source gives (`npm run docs` writes them)', () => {
    for (const { file, text } of elementPages(elements))
      assert.equal(readFileSync(path.join(root, file), 'utf8'), text, file);
  });

  const element: PublicElement = {
    tag: 'prm-thing',
    name: 'PrmThingElement',
    source: 'src/thing/thing-element.ts',
    superclass: 'LitElement',
    description: 'A thing.',
    fields: [{ name: 'size', attribute: undefined, type: 'string', default: 'null', description: 'Small | large.' }],
    events: [],
    slots: [],
    parts: [],
    properties: [],
  };
  const page = (table: string) => `# T\n\n<!-- table: ${table} -->\n\nold\n\n<!-- end of table -->\n\nmore\n`;

  test('keeps what is around its tables', () => {
    assert.equal(
      fillTables(page('attributes'), element),
      '# T\n\n<!-- table: attributes -->\n\n| attribute | property | what it is      |\n| --------- | -------- | --------------- |\n| -         | `size`   | Small \\| large. |\n\n<!-- end of table -->\n\nmore\n',
    );
  });

  test('is told of a table that is missing, or that nobody knows', () => {
    assert.throws(() => fillTables('# T\n', element), /has no table of attributes/);
    assert.throws(() => fillTables(page('atributes'), element), /no table atributes/);
  });
});
