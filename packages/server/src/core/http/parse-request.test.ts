import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endpointRows, endpointTable } from '@openprm/contract/policies';
import type { Endpoint } from '@openprm/contract';
import fc from 'fast-check';
import { Problem } from '../problem.ts';
import { parseRequest } from './parse-request.ts';

const refusalOf = (row: Endpoint, raw: { query?: Record<string, string>; body?: unknown }) => {
  try {
    parseRequest(row, { params: {}, query: {}, body: undefined, ...raw });
  } catch (error) {
    if (error instanceof Problem) return error.details('req_0');
    throw error;
  }
  return undefined;
};

const withoutParams = ({ params: _params, ...row }: Endpoint): Endpoint => row;

const { createAppointment, listAppointments } = endpointTable;

describe('a name that nobody knows', () => {
  it('is counted, and what is known there is named in its place', () => {
    const body = { holdId: 'hld_00000000', holdSecret: 's'.repeat(43), Dana_Reyes: 1, born_1988: 2 };
    const problem = refusalOf(createAppointment, { body });
    assert.deepEqual(problem?.issues, [
      {
        path: '/body',
        code: 'unrecognized_keys',
        message: 'has 2 fields that are not known here, where there are: holdId, holdSecret, patient, patientId',
      },
    ]);
    const inside = refusalOf(createAppointment, { body: { ...body, patient: { Dana_Reyes: 1 } } });
    assert.ok(inside?.issues?.some(({ path, message }) => path === '/body/patient' && /given, family, /.test(message)));
    assert.ok(
      inside?.issues?.some(({ path }) => path === '/body/patient/birthDate'),
      'known names are told where they are missing',
    );
    assert.equal(refusalOf(listAppointments, { query: { Dana_Reyes: '1' } })?.issues?.[0]?.path, '/query');
  });

  it('stands in no problem of any row, wherever it is put', () => {
    const word = fc.stringMatching(/^[A-Za-z][\w-]{3,12}$/).map((text) => `planted${text}`);
    fc.assert(
      fc.property(fc.constantFrom(...endpointRows), word, fc.nat(3), (row, name, depth) => {
        let body: unknown = { [name]: name };
        for (let level = 0; level < depth; level += 1)
          body = { [name]: body, [Object.keys((row.body as { shape?: object })?.shape ?? {})[level] ?? name]: body };
        const problem = refusalOf(withoutParams(row), { query: { [name]: name }, body });
        assert.ok(!JSON.stringify(problem ?? {}).includes('planted'), `${row.name} ${JSON.stringify(problem)}`);
      }),
      { numRuns: 1500 },
    );
  });

  it('makes no problem long', () => {
    const body = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`name${n}`, n]));
    assert.ok(JSON.stringify(refusalOf(createAppointment, { body })).length < 2000);
  });
});
