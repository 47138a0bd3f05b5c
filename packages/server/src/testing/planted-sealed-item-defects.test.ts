import { type Defect, plantDefects } from './plant-defects.fixture.ts';

const test = 'core/features/sealed-items/sealed-items.test.ts';
const service = 'core/features/sealed-items/service.ts';
const keys = 'core/features/sealed-items/sealing-key.ts';

const defects: readonly Defect[] = [
  {
    rule: 'the owner of an envelope',
    changes: [{ file: service, find: ': header.owner !== owner)', replace: ': false)' }],
    test: [test, "leaves another person's envelope shut"],
  },
  {
    rule: 'the end of a link whose answers were sent',
    changes: [{ file: service, find: "?.status === 'completed';", replace: '?.status === undefined && false;' }],
    test: [test, 'as long as it answers'],
  },
  {
    rule: 'the proof of having been signed in',
    changes: [{ file: service, find: 'if (!isSignedOut && !isSameSecret(', replace: 'if (false && !isSameSecret(' }],
    test: [test, 'takes nothing as a person’s own'],
  },
  {
    rule: 'the claim of what was added while signed out',
    changes: [{ file: service, find: 'isSignedOut ? !claim', replace: 'isSignedOut ? false' }],
    test: [test, 'only for who claims it'],
  },
  {
    rule: 'the right to act for whom it is about',
    changes: [{ file: service, find: '(await findRight(context', replace: 'true || (await findRight(context' }],
    test: [test, 'only while the person may act for them'],
  },
  {
    rule: 'the chart that it is about',
    changes: [{ file: service, find: 'patientId !== null && patientId !== person?.patientId;', replace: 'false;' }],
    test: [test, 'for a session without a chart nothing'],
  },
  {
    rule: 'the closed shape of a header',
    changes: [
      {
        file: 'core/features/sealed-items/open-envelope.ts',
        find: 'return parsed.success ? parsed.data : undefined;\n  } catch {\n    return undefined;\n  }\n}\n\n/** Opens',
        replace:
          'return decodeProtectedHeader(envelope) as unknown as SealedHeader;\n  } catch {\n    return undefined;\n  }\n}\n\n/** Opens',
      },
    ],
    test: [test, 'finds each change of an envelope'],
  },
  {
    rule: 'the end of old keys',
    changes: [
      { file: keys, find: 'delete from sealing_key where', replace: 'delete from sealing_key where false and' },
    ],
    test: [test, 'says that the key is gone'],
  },
  {
    rule: 'the seal of the private half',
    changes: [
      {
        file: keys,
        find: 'await keys.seal(tenantId, sealingKeyIdentity(id), JSON.stringify(await exportJWK(pair.privateKey)))',
        replace: 'new TextEncoder().encode(JSON.stringify(await exportJWK(pair.privateKey)))',
      },
    ],
    test: [test, 'keeps the private half sealed'],
  },
];

plantDefects('planted defects of sealed items', defects);
