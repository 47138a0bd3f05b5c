import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { updateOrganization, updateSurvey } from '@openprm/contract';
import { phq9 } from '@openprm/questionnaire/instruments';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { formOf, makeSurvey, storeForm } from '../../../testing/survey.fixture.ts';

describe(`the address that alerts go to on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server);
  });
  after(() => server.close());

  const asClinic = () => ({ credential: clinic.secretKey });
  const setAddress = async (email: string | null) => {
    const params = { id: clinic.organizationId };
    const { status, problem } = await server.answer(updateOrganization, { params, body: { email } }, asClinic());
    return [status, problem?.issues?.[0]?.path];
  };
  const setActive = async (id: string, active: boolean) => {
    const { status, problem } = await server.answer(updateSurvey, { params: { id }, body: { active } }, asClinic());
    return [status, problem?.issues?.[0]?.path];
  };

  it('stays as long as an active survey watches for safety answers, and no such survey is active without it', async () => {
    await makeSurvey(server, clinic, await storeForm(server, clinic));
    assert.deepEqual(await setAddress(null), [200, undefined], 'a survey that watches for nothing needs none');
    await setAddress('desk@north.example');
    const { id } = await makeSurvey(server, clinic, await storeForm(server, clinic, formOf(phq9)));
    assert.deepEqual(await setAddress(null), [422, '/body/email']);
    assert.deepEqual(await setAddress('other@north.example'), [200, undefined]);
    assert.deepEqual(await setActive(id, false), [200, undefined]);
    assert.deepEqual(await setAddress(null), [200, undefined]);
    assert.deepEqual(await setActive(id, true), [422, '/body/active']);
    await setAddress('desk@north.example');
    assert.deepEqual(await setActive(id, true), [200, undefined]);
  });
});
