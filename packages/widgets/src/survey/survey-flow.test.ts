import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attachmentBytes } from '@openprm/contract';
import { isObject, writeValue } from '@openprm/questionnaire';
import { item } from '@openprm/questionnaire/builder';
import type { Draft } from './draft.ts';
import type { SurveyCommand, SurveyEvent } from './events-and-commands.ts';
import type { ResponseProgress } from './survey-paper.ts';
import { closed } from './first/first-flow.ts';
import { isSending } from './flow/saving-state.ts';
import { stepsOf } from './form-steps.ts';
import { conflictTelling, heldTelling, tellingOf } from './safety-answers.ts';
import {
  branching,
  formOf,
  kindForms,
  paperOf,
  progressOf,
  safetyPaper,
  told,
  toldOf,
} from './survey-forms.fixture.ts';
import { reduce } from './survey-flow.ts';
import { mostSentBytes } from './sent-files.ts';
import { mostFileBytes } from './read-attachment.ts';
import { beginning, chosen, option } from './survey-states-ways.fixture.ts';
import type { AnsweringState, Answers, SurveyState } from './survey-state.ts';

/** Where events lead, what was commanded by the last one, and what of that is about what the device keeps. */
function walk(events: readonly SurveyEvent[], from: SurveyState = closed) {
  let state = from;
  let all: readonly SurveyCommand[] = [];
  for (const event of events) ({ state, commands: all } = reduce(state, event));
  const isKept = ({ type }: SurveyCommand) => type.endsWith('-draft');
  return { state, commands: all.filter((each) => !isKept(each)), kept: all.filter(isKept) };
}

/** The same, in a step that asks. */
function answering(events: readonly SurveyEvent[], from?: SurveyState) {
  const { state, ...rest } = walk(events, from);
  assert.ok(state.step === 'answering', state.step);
  return { state, ...rest };
}

const yes = (value = true): SurveyEvent => ({ type: 'answered', key: '/0', values: [{ type: 'boolean', value }] });
const pain: SurveyEvent = { type: 'answered', key: '/1', values: [{ type: 'integer', value: 7 }] };
const next: SurveyEvent = { type: 'next-asked' };
const back: SurveyEvent = { type: 'went-back' };
const send: SurveyEvent = { type: 'send-asked' };
const begun = beginning(paperOf(branching));
const anonymous = beginning(paperOf(branching, { mode: 'anonymous' }));
const stepNames = ({ plan, form, setting }: AnsweringState) =>
  stepsOf(plan, form, setting.pace).map(({ key }) => plan.items[form.nodes.get(key)?.item ?? -1]?.linkId);
const at = ({ plan, form, place }: AnsweringState) => plan.items[form.nodes.get(place.key)?.item ?? -1]?.linkId;
const saved = (version: number, linkIds: readonly string[] = []): SurveyEvent => ({
  type: 'saved',
  kind: 'part',
  progress: progressOf(version, { told: told(...linkIds) }),
});
const saveOf = (commands: readonly SurveyCommand[]) => commands.find((command) => command.type === 'save');
const lost: SurveyEvent = { type: 'save-failed', failure: { kind: 'connection' } };

describe('before the first question', () => {
  test('a survey is loaded, then its form, and begins when both are there and somebody wants to', () => {
    const setting = { pace: 'question', isKnown: true } as const;
    const opened = walk([{ type: 'opened', setting }]);
    assert.deepEqual(opened.commands, [{ type: 'load' }]);
    const loaded = walk([{ type: 'loaded', paper: paperOf(branching), progress: null }], opened.state);
    assert.equal(loaded.commands[0]?.type, 'prepare');
    const started = walk([{ type: 'start-asked' }], loaded.state);
    assert.ok(started.state.step === 'intro' && started.state.isStarting);
    assert.equal(answering(begun).state.saving.progress, null);
  });

  test('what was answered before is not asked again', () => {
    const paper = paperOf(branching);
    const setting = { pace: 'question', isKnown: true } as const;
    const done = progressOf(4, { status: 'completed' });
    const { state } = walk([
      { type: 'opened', setting },
      { type: 'loaded', paper, progress: done },
      { type: 'left-found', paper, progress: done, isAnyLeft: false },
    ]);
    assert.ok(state.step === 'over' && state.reason === 'answered');
  });

  test('a link that is opened again after a safety answer ends with help, as it did', () => {
    const setting = { pace: 'question', isKnown: true } as const;
    const done = progressOf(4, { status: 'completed', told: told('phq-9-9') });
    const { state, kept } = walk([
      { type: 'opened', setting },
      { type: 'loaded', paper: paperOf(branching), progress: done },
      { type: 'left-found', paper: paperOf(branching), progress: done, isAnyLeft: false },
    ]);
    assert.ok(state.step === 'sent' && state.hasSafetyAnswer && state.isTold);
    assert.deepEqual(kept, [{ type: 'drop-draft' }]);
  });

  test('a survey that is tied to a person is not asked of who came without a link', () => {
    for (const mode of ['named', 'confidential'] as const) {
      const { state } = walk([
        { type: 'opened', setting: { pace: 'question', isKnown: false } },
        { type: 'loaded', paper: paperOf(branching, { mode }), progress: null },
      ]);
      assert.ok(state.step === 'over' && state.reason === 'needs-link', mode);
    }
  });

  test('answers that the clinic has are gone on with, from the first open question', () => {
    const response = {
      resourceType: 'QuestionnaireResponse',
      status: 'in-progress',
      item: [{ linkId: 'hurts', answer: [{ valueBoolean: true }] }],
    };
    const { state } = answering(beginning(paperOf(branching), 'question', progressOf(3, { response })));
    assert.equal(at(state), 'pain');
  });
});

describe('the way through a form', () => {
  test('questions appear and go with the answers that they depend on', () => {
    const { state } = answering(begun);
    assert.deepEqual(stepNames(state), ['hurts', 'comment']);
    assert.deepEqual(stepNames(answering([yes()], state).state), ['hurts', 'pain', 'comment']);
  });

  test('nobody goes on without what is required, and is told each time', () => {
    const once = answering([...begun, next]).state;
    assert.equal(once.refusals, 1);
    assert.equal(at(once), 'hurts');
    assert.equal(once.findings.get('/0')?.[0]?.code, 'required');
    const mended = answering([next, yes()], once).state;
    assert.equal(mended.refusals, 2);
    assert.deepEqual(mended.findings.get('/0'), []);
    assert.equal(at(answering([next], mended).state), 'pain');
  });

  test('Back keeps the answers, and what is answered otherwise keeps them too', () => {
    const { state } = answering([...begun, yes(), next, pain, back, yes(false), yes()]);
    assert.equal(at(state), 'hurts');
    assert.equal(state.form.nodes.get('/1')?.entries[0]?.value?.value, 7);
  });

  test('the place stays with its question when others appear before it', () => {
    const { state } = answering([...begun, yes(false), next]);
    assert.equal(at(state), 'comment');
    const more = answering([{ type: 'answered', key: '/0', values: [{ type: 'boolean', value: true }] }], state).state;
    assert.equal(at(more), 'comment');
    assert.equal(more.place.index, 2);
  });

  test('the review leads to a question and back to itself', () => {
    const review = walk([...begun, yes(), next, pain, next, next]);
    assert.equal(review.state.step, 'review');
    const { state } = answering([{ type: 'question-chosen', key: '/1' }], review.state);
    assert.equal(at(state), 'pain');
    assert.equal(walk([next], state).state.step, 'review');
    assert.equal(walk([back], state).state.step, 'review');
  });

  test('a form on one page is sent without a review', () => {
    const page = beginning(paperOf(branching, { mode: 'anonymous' }), 'page');
    const { commands } = walk([...page, yes(false), next]);
    assert.equal(saveOf(commands)?.kind, 'whole');
  });

  test('what was typed and cannot be read is kept as it is, and stops who goes on', () => {
    const form = paperOf(formOf(kindForms.number), { mode: 'anonymous' });
    const typed: SurveyEvent = { type: 'typed', key: '/0', at: 0, text: 'forty', value: undefined };
    const { state } = answering([...beginning(form), typed, next]);
    assert.equal(state.typed.get('/0')?.get(0)?.text, 'forty');
    assert.equal(state.findings.get('/0')?.[0]?.code, 'wrong-type');
  });

  test('a file without its content, which was too much, is not sent as an answer', () => {
    const fileOf = (about: object): SurveyEvent => ({
      type: 'answered',
      key: '/0',
      values: [{ type: 'Attachment', value: { contentType: 'image/png', title: 'knee.png', ...about } }],
    });
    const form = beginning(paperOf(formOf([item.attachment('photo', 'A photo')]), { mode: 'anonymous' }));
    const { state } = answering([...form, fileOf({ size: mostFileBytes + 1 }), next]);
    assert.deepEqual(
      state.findings.get('/0')?.map((finding) => finding.code === 'file-too-large' && finding.limit),
      [mostFileBytes],
    );
    assert.equal(saveOf(walk([...form, fileOf({ size: 3, data: 'AAAA' }), next]).commands)?.kind, 'whole');
  });

  describe('a file that goes by itself', () => {
    const form = formOf([
      item.attachment('photo', 'A photo', { isRequired: true, mimeTypes: ['image/png'] }),
      item.text('comment', 'Anything else?'),
    ]);
    const photo = new File(['photo'], 'knee.png', { type: 'image/png' });
    const about = { key: '/0', file: photo } as const;
    const chosen: SurveyEvent = { type: 'file-chosen', ...about };
    const attachment = { contentType: 'image/png', title: 'knee.png', size: 5, url: '/v1/x' };
    const sent: SurveyEvent = { type: 'file-sent', ...about, attachment };
    const failed: SurveyEvent = { type: 'file-failed', ...about, failure: { kind: 'connection' } };
    const asking = beginning(paperOf(form));
    const codes = (state: Answers) => state.findings.get('/0')?.map(({ code }) => code);
    const answered = ({ form: { nodes } }: Answers) => nodes.get('/0')?.entries.map(({ value }) => value?.value);

    test('goes as soon as there is a response, and is the answer once the clinic has it', () => {
      const begun = answering([...asking, chosen]);
      assert.deepEqual([begun.commands.length, saveOf(begun.commands)?.kind], [1, 'part']);
      const { state, commands } = answering([saved(1)], begun.state);
      assert.deepEqual(commands, [{ type: 'send-file', responseId: progressOf(1).id, ...about }]);
      assert.deepEqual(answered(state), []);
      const arrived = answering([sent], state);
      assert.deepEqual(answered(arrived.state), [attachment]);
      assert.deepEqual(arrived.commands, [{ type: 'save-in-a-pause' }]);
      assert.deepEqual(answering([sent], arrived.state).commands, [], 'a second time is nothing new');
    });

    test('lets nobody wait before the end', () => {
      const review = walk([...asking, chosen, saved(1), next, next]).state;
      assert.equal(review.step, 'review');
    });

    describe('when all is sent before it has arrived', () => {
      const asked = walk([...asking, chosen, saved(1), next, next, send]);
      const { state } = asked;
      const kinds = (commands: readonly SurveyCommand[]) => commands.flatMap((each) => saveOf([each])?.kind ?? []);

      test('all goes with it, and nothing is changed meanwhile', () => {
        assert.ok(state.step === 'review' && isSending(state));
        assert.deepEqual(walk([{ type: 'file-dropped', ...about }, { type: 'pause-came' }], state).state, state);
        const arrived = walk([sent], state);
        const { kind, response } = saveOf(arrived.commands) ?? {};
        assert.equal(kind, 'whole');
        assert.match(JSON.stringify(response), /knee\.png/);
      });

      const comment: SurveyEvent = {
        type: 'answered',
        key: '/1',
        values: [{ type: 'string', value: 'well' }],
      };

      test('a part that is on its way then is waited for too, whichever is first', () => {
        const early = walk([...asking, chosen, saved(1), next, comment, next, send]);
        assert.deepEqual(kinds(walk([saved(2), sent], early.state).commands), ['whole']);
        assert.deepEqual(kinds(walk([sent, saved(2)], early.state).commands), ['whole']);
        assert.deepEqual(kinds(walk([saved(2)], early.state).commands), []);
      });

      test('without a response the file is given one first', () => {
        const unsaved = walk([
          ...asking,
          chosen,
          { type: 'save-failed', failure: { kind: 'connection' } },
          next,
          next,
          send,
        ]);
        assert.deepEqual(kinds(unsaved.commands), ['part']);
        const { state: begun, commands } = walk([saved(1)], unsaved.state);
        assert.equal(commands[0]?.type, 'send-file');
        assert.deepEqual(kinds(walk([sent], begun).commands), ['whole']);
      });

      test('one that failed leads back to its question', () => {
        const stopped = answering([failed], state);
        assert.deepEqual([at(stopped.state), codes(stopped.state)], ['photo', ['file-unsent']]);
        assert.deepEqual(kinds(stopped.commands), []);
        assert.ok(!isSending(stopped.state));
      });
    });

    test('that failed stops who goes on, and goes again when somebody asks or a connection is there', () => {
      const { state } = answering([...asking, chosen, saved(1), failed, next]);
      assert.deepEqual([at(state), codes(state)], ['photo', ['file-unsent']]);
      for (const again of [{ type: 'file-retried', ...about }, { type: 'came-online' }] as const) {
        const { commands } = answering([again], state);
        assert.equal(commands[0]?.type, 'send-file', again.type);
      }
      const dropped = answering([{ type: 'file-dropped', ...about }], state);
      assert.deepEqual(dropped.commands, [{ type: 'stop-file', file: photo }]);
      assert.deepEqual(codes(dropped.state), ['required']);
      assert.deepEqual(answered(answering([sent], dropped.state).state), [], 'what was given up is no answer');
    });

    test('that cannot be taken is never sent', () => {
      const files = [
        ['file-empty', new File([], 'empty.png', { type: 'image/png' })],
        ['file-type', new File(['x'], 'x.txt', { type: 'text/plain' })],
        ['file-too-large', new File([new Uint8Array(mostSentBytes + 1)], 'large.png', { type: 'image/png' })],
      ] as const;
      for (const [code, file] of files) {
        const { state, commands } = answering([...asking, { type: 'file-chosen', key: '/0', file }]);
        assert.deepEqual([commands, codes(state)], [[], [code]]);
      }
      assert.equal(mostSentBytes, attachmentBytes, 'what the contract says');
    });
  });

  test('a question that nobody can answer here stops nobody', () => {
    const inert = formOf([
      { linkId: 'who', toItem: () => ({ linkId: 'who', type: 'reference', text: 'Who?', required: true }) },
    ]);
    const { commands } = walk([...beginning(paperOf(inert, { mode: 'anonymous' })), next]);
    assert.equal(saveOf(commands)?.kind, 'whole');
  });

  test('answers of one question are added, filled and taken away by their place', () => {
    const several = beginning(paperOf(formOf(kindForms['several lines'])));
    const type = (place: number, text: string): SurveyEvent => ({
      type: 'typed',
      key: '/0',
      at: place,
      text,
      value: { type: 'string', value: text },
    });
    const added: SurveyEvent = { type: 'entry-added', key: '/0' };
    const { state } = answering([...several, type(0, 'one'), added, type(1, 'two'), added, type(2, 'three'), added]);
    const values = (answers: Answers) => answers.form.nodes.get('/0')?.entries.map(({ value }) => value?.value);
    assert.deepEqual(values(state), ['one', 'two', 'three'], 'not more than the form allows');
    const fewer = answering([{ type: 'entry-removed', key: '/0', at: 1 }], state).state;
    assert.deepEqual(values(fewer), ['one', 'three']);
    assert.equal(fewer.typed.get('/0')?.get(1)?.text, 'three');
  });

  test('own words take an option away that excludes all others, and go with it', () => {
    const options = { pollen: 'Pollen', none: { text: 'None of these', isExclusive: true } };
    const form = formOf([item.openChoice('allergy', 'Allergies?', { system: 'urn:x', repeats: true, options })]);
    const type = (place: number, text: string): SurveyEvent => ({
      type: 'typed',
      key: '/0',
      at: place,
      text,
      value: text === '' ? undefined : { type: 'string', value: text },
    });
    const none = chosen(form, 'allergy', '/0', 1);
    const values = ({ form: { nodes } }: Answers) =>
      nodes.get('/0')?.entries.flatMap(({ value }) => value?.value ?? []);
    const words = answering([...beginning(paperOf(form)), none, type(1, 'Latex')]).state;
    assert.deepEqual(values(words), ['Latex']);
    // Nothing of it stays where it stood before.
    assert.deepEqual([...(words.typed.get('/0') ?? [])], [[0, { text: 'Latex', unit: undefined }]]);
    const emptied = answering([type(0, '')], words).state;
    assert.deepEqual([...(emptied.typed.get('/0') ?? [])], [[0, { text: '', unit: undefined }]]);
    const back = answering([none], words).state;
    assert.deepEqual(
      values(back)?.map((value) => (isObject(value) ? value['code'] : value)),
      ['none'],
    );
    assert.equal(back.typed.has('/0'), false);
  });

  test('an empty question that repeats gets a second place', () => {
    const several = beginning(paperOf(formOf(kindForms['several lines'])));
    const { state } = answering([...several, { type: 'entry-added', key: '/0' }]);
    assert.equal(state.form.nodes.get('/0')?.entries.length, 2);
  });
});

describe('saving', () => {
  test('answers of a person are saved on the way and in a pause, anonymous ones never before the end', () => {
    assert.deepEqual(walk([...begun, yes()]).commands, [{ type: 'save-in-a-pause' }]);
    assert.equal(saveOf(walk([...begun, yes(), next]).commands)?.kind, 'part');
    assert.equal(saveOf(walk([...begun, yes(), { type: 'pause-came' }]).commands)?.kind, 'part');
    const answered = walk([...anonymous, yes(false)]);
    assert.deepEqual(answered.commands, []);
    for (const event of [next, { type: 'pause-came' } as const])
      assert.deepEqual(walk([event], answered.state).commands, []);
  });

  test('one save at a time: what was changed meanwhile is saved after it, with the version that it brought', () => {
    const { state } = answering([...begun, yes(), next, pain]);
    const waiting = walk([next], state);
    assert.deepEqual(waiting.commands, []);
    const { commands } = walk([saved(1)], waiting.state);
    const save = saveOf(commands);
    assert.equal(save?.progress?.version, 1);
    assert.deepEqual(
      save?.response.item?.map(({ linkId }) => linkId),
      ['hurts', 'pain'],
    );
  });

  test('what is sent for good waits for the part on its way, and nothing is changed meanwhile', () => {
    const review = walk([...begun, yes(), next, pain, next, next]).state;
    const sent = walk([saved(1), send], review);
    assert.deepEqual(sent.commands, []);
    const whole = walk([saved(2)], sent.state);
    assert.equal(saveOf(whole.commands)?.kind, 'whole');
    assert.equal(saveOf(whole.commands)?.response.status, 'completed');
    assert.equal(walk([yes(false)], whole.state).state, whole.state);
    const done = walk(
      [{ type: 'saved', kind: 'whole', progress: progressOf(3, { status: 'completed' }) }],
      whole.state,
    );
    assert.equal(done.state.step, 'sent');
    assert.deepEqual(done.commands, [{ type: 'tell-host', surveyId: 'svy_knee' }]);
  });

  test('a lost answer is asked for again under its key; what was changed since goes under a new one', () => {
    const failed = walk([...begun, yes(), next, lost]);
    assert.deepEqual(failed.commands, [{ type: 'retry-later' }]);
    assert.equal(saveOf(walk([{ type: 'retry-came-due' }], failed.state).commands)?.attempt, 'repeat');
    assert.equal(saveOf(walk([pain, { type: 'came-online' }], failed.state).commands)?.attempt, 'new');
  });

  test('anonymous answers that may have arrived never go under another key', () => {
    const sent = walk([...anonymous, yes(false), next, next, send]);
    assert.equal(saveOf(sent.commands)?.attempt, 'new');
    const failed = walk([lost], sent.state).state;
    assert.equal(saveOf(walk([{ type: 'came-online' }], failed).commands)?.attempt, 'repeat');
    const changed = walk(
      [{ type: 'question-chosen', key: '/0' }, yes(), next, { type: 'question-chosen', key: '/1' }, pain, next, send],
      failed,
    );
    assert.equal(saveOf(changed.commands)?.attempt, 'same-key');
    const late = walk([{ type: 'save-was-complete' }], changed.state);
    assert.equal(late.state.step, 'late', 'what was changed has not arrived');
    assert.deepEqual(late.commands, [{ type: 'tell-host', surveyId: 'svy_knee' }]);
  });

  test('a part that fails while all of it waits to be sent is not repeated in its place', () => {
    const waiting = walk([...begun, yes(), next, saved(1), pain, next, next, send]);
    const { commands } = walk([lost, { type: 'retry-asked' }], waiting.state);
    assert.equal(saveOf(commands)?.attempt, 'new');
    assert.equal(saveOf(commands)?.response.status, 'completed');
  });

  test('a save that was refused for what it says is not repeated by itself', () => {
    const refused = walk([...begun, yes(), next, { type: 'save-failed', failure: { kind: 'validation' } }]);
    assert.deepEqual(refused.commands, []);
    assert.deepEqual(
      walk([{ type: 'came-online' }], refused.state).commands.map(({ type }) => type),
      ['save'],
    );
  });

  test('an outdated save that was our own goes on; another one is asked about', () => {
    const outdated = walk([...begun, yes(), next, lost, { type: 'retry-came-due' }, { type: 'save-outdated' }]);
    assert.deepEqual(outdated.commands, [{ type: 'refresh', surveyId: 'svy_knee' }]);
    assert.ok('saving' in outdated.state);
    const own = { resourceType: 'QuestionnaireResponse', ...outdated.state.saving.sent.at(-1) };
    const resumed = walk([{ type: 'refreshed', progress: progressOf(5, { response: own }) }], outdated.state);
    assert.equal(saveOf(resumed.commands)?.progress?.version, 5);
    const other = {
      resourceType: 'QuestionnaireResponse',
      item: [{ linkId: 'hurts', answer: [{ valueBoolean: false }] }],
    };
    const conflict = walk([{ type: 'refreshed', progress: progressOf(6, { response: other }) }], outdated.state);
    assert.equal(conflict.state.step, 'conflict');
    assert.equal(saveOf(walk([{ type: 'own-kept' }], conflict.state).commands)?.progress?.version, 6);
    const taken = answering([{ type: 'other-taken' }], conflict.state).state;
    assert.equal(taken.form.nodes.get('/0')?.entries[0]?.value?.value, false);
    const over = walk([{ type: 'refreshed', progress: progressOf(6, { status: 'completed' }) }], outdated.state);
    assert.equal(over.state.step, 'late', 'these answers were not taken');
    assert.deepEqual(over.commands, []);
  });

  test('what was sent for good while an outdated part is on its way goes out with our own answers, and ends with others', () => {
    const waiting = walk([...begun, yes(), next, pain, next, next, send, { type: 'save-outdated' }]).state;
    assert.ok(waiting.step === 'review' && waiting.saving.next === 'whole');
    const own = { resourceType: 'QuestionnaireResponse', ...waiting.saving.sent.at(-1) };
    const resumed = walk([{ type: 'refreshed', progress: progressOf(5, { response: own }) }], waiting);
    assert.equal(saveOf(resumed.commands)?.kind, 'whole');
    const other = { resourceType: 'QuestionnaireResponse', item: [] };
    const conflict = walk([{ type: 'refreshed', progress: progressOf(6, { response: other }) }], waiting).state;
    const taken = answering([{ type: 'other-taken' }], conflict).state;
    assert.equal(answering([yes()], taken).state.saving.isDirty, true, 'answers can be changed');
  });

  test('an earlier save whose answer was lost is no other person’s', () => {
    const first = walk([...begun, yes(), next]);
    const own = saveOf(first.commands)?.response ?? null;
    const { state, commands } = walk(
      [
        lost,
        pain,
        { type: 'came-online' },
        { type: 'save-outdated' },
        { type: 'refreshed', progress: progressOf(1, { response: own }) },
      ],
      first.state,
    );
    assert.equal(state.step, 'answering');
    assert.deepEqual(
      saveOf(commands)?.response.item?.map(({ linkId }) => linkId),
      ['hurts', 'pain'],
    );
  });

  test('a response says whose form it answers, and nothing of who answers', () => {
    const response: unknown = saveOf(walk([...begun, yes(), next]).commands)?.response;
    assert.ok(isObject(response));
    assert.deepEqual(Object.keys(response).sort(), ['item', 'questionnaire', 'resourceType', 'status']);
  });
});

describe('an answer that somebody has to look at', () => {
  const inDanger: SurveyEvent = {
    type: 'option-chosen',
    key: '/0:0/9',
    option: option(safetyPaper.questionnaire, 'phq-9-9', 1),
  };
  const safe: SurveyEvent = { ...inDanger, option: option(safetyPaper.questionnaire, 'phq-9-9', 0) };
  const worst: SurveyEvent = { ...inDanger, option: option(safetyPaper.questionnaire, 'phq-9-9', 3) };
  const asked = answering(beginning(safetyPaper)).state;

  test('is sent at once, and nobody is said to be told before the clinic has confirmed it', () => {
    const { state, commands } = answering([inDanger], asked);
    assert.equal(saveOf(commands)?.kind, 'part');
    assert.equal(tellingOf(state), 'sending');
    assert.equal(tellingOf(answering([saved(1)], state).state), 'unconfirmed');
    assert.equal(tellingOf(answering([saved(1, ['phq-9-9'])], state).state), 'told');
    const failed = answering([lost], state);
    assert.equal(tellingOf(failed.state), 'not-told');
    assert.deepEqual(failed.commands, [{ type: 'retry-later' }]);
  });

  test('is tried again where that can help, and said to be tried again only then', () => {
    const { state } = answering([inDanger], asked);
    const failedBy = (kind: 'rate-limited' | 'configuration' | 'validation') =>
      answering([{ type: 'save-failed', failure: { kind } }], state);
    const limited = failedBy('rate-limited');
    assert.equal(tellingOf(limited.state), 'not-told');
    assert.deepEqual(limited.commands, [{ type: 'retry-later' }]);
    assert.equal(saveOf(answering([{ type: 'retry-came-due' }], limited.state).commands)?.kind, 'part');
    for (const kind of ['configuration', 'validation'] as const) {
      assert.equal(tellingOf(failedBy(kind).state), 'stopped');
      assert.deepEqual(failedBy(kind).commands, []);
    }
    const whole = walk([lost, next, next, send, { type: 'save-failed', failure: { kind: 'server' } }], state);
    assert.ok('saving' in whole.state && whole.state.saving.status.status === 'failed');
    assert.equal(saveOf(walk([{ type: 'retry-came-due' }], whole.state).commands)?.kind, 'whole');
  });

  test('is not sent for what is no danger, and once only', () => {
    assert.equal(saveOf(answering([safe], asked).commands), undefined);
    const { state } = answering([inDanger, saved(1, ['phq-9-9'])], asked);
    assert.equal(saveOf(answering([safe, inDanger], state).commands), undefined);
  });

  test('is sent at once when it gets worse, and is told of only when that is', () => {
    const of = (points: number): SurveyEvent => ({
      type: 'saved',
      kind: 'part',
      progress: progressOf(points, { told: [toldOf('phq-9-9', points)] }),
    });
    const first = answering([inDanger, of(1)], asked).state;
    assert.equal(tellingOf(first), 'told');
    const worse = answering([worst], first);
    assert.equal(saveOf(worse.commands)?.kind, 'part');
    assert.equal(tellingOf(worse.state), 'sending');
    assert.equal(tellingOf(answering([of(1)], worse.state).state), 'unconfirmed');
    const told = answering([of(3)], worse.state).state;
    assert.equal(tellingOf(told), 'told');
    assert.equal(tellingOf(answering([inDanger], told).state), 'told', 'less is no other answer');
    const meanwhile = answering([inDanger, worst], asked);
    assert.deepEqual(meanwhile.commands, [], 'one save at a time');
    assert.equal(saveOf(answering([of(1)], meanwhile.state).commands)?.kind, 'part');
  });

  describe('beside a text that is too long', () => {
    const long = (count: number, at = 0): SurveyEvent => {
      const text = '漢'.repeat(count);
      return { type: 'typed', key: `/${at}`, at: 0, text, value: { type: 'string', value: text } };
    };
    const form = formOf([
      item.text('story', 'What happened?'),
      item.text('more', 'What else?'),
      item.integer('danger', 'How bad is it?'),
    ]);
    const paper = paperOf(form, { safety: [{ linkId: 'danger', atLeast: 1 }] });
    const bad: SurveyEvent = { type: 'answered', key: '/2', values: [{ type: 'integer', value: 3 }] };
    const page = answering(beginning(paper, 'page')).state;
    const limitsOf = ({ findings }: Answers) =>
      [...findings].flatMap(([key, found]) => found.map((each) => [key, each.code, 'limit' in each && each.limit]));

    test('is sent alone, on top of what the clinic has', () => {
      const before = answering([long(10, 1), { type: 'pause-came' }, saved(1)], page).state;
      const { state, commands } = answering([long(95_000), bad], before);
      assert.deepEqual(
        saveOf(commands)?.response.item?.map(({ linkId }) => linkId),
        ['more', 'danger'],
      );
      assert.equal(tellingOf(state), 'sending');
      const told = answering([saved(2, ['danger'])], state).state;
      assert.equal(tellingOf(told), 'told');
      assert.ok(told.saving.isDirty, 'the rest is not said to be saved');
      const after = answering([{ type: 'pause-came' }], told);
      assert.deepEqual(after.commands, [], 'what is too much is not sent');
      const short = answering([long(5), { type: 'pause-came' }], after.state);
      assert.equal(saveOf(short.commands)?.response.item?.length, 3);
    });

    test('is sent alone where somewhere on the way less is too much, once', () => {
      const { state } = answering([long(5000), bad], page);
      const refused: SurveyEvent = { type: 'save-failed', failure: { kind: 'too-large' } };
      const less = answering([refused], state);
      assert.deepEqual(
        saveOf(less.commands)?.response.item?.map(({ linkId }) => linkId),
        ['danger'],
      );
      const again = answering([refused], less.state);
      assert.deepEqual(again.commands, []);
      assert.equal(tellingOf(again.state), 'stopped');
    });

    test('stops who goes on at the longest, with how long it may be, so that all of it can be sent', () => {
      const { state, commands } = answering([long(60_000, 1), long(95_000), next], page);
      assert.deepEqual(commands, []);
      const found = limitsOf(state);
      assert.deepEqual(
        found.map(([key, code]) => [key, code]),
        [
          ['/0', 'too-long'],
          ['/1', 'too-long'],
        ],
      );
      const [one, other] = found.map(([, , limit]) => Number(limit));
      assert.ok(one && one === other && one > 42_000, String(one));
      const shorter = walk([long(one, 1), long(one), next], state);
      assert.equal(saveOf(shorter.commands)?.kind, 'whole');
      const alone = answering([long(10_000, 1), long(95_000), next], page).state;
      assert.deepEqual(
        limitsOf(alone).map(([key]) => key),
        ['/0'],
      );
    });
  });

  describe('that may be passed on the way to another', () => {
    const passed = { ...inDanger, passing: 'rests' } as const;
    const held = { ...inDanger, passing: 'held' } as const;
    const calm = { ...safe, passing: 'rests' } as const;
    const pauseCame: SurveyEvent = { type: 'pause-came' };
    const settled: SurveyEvent = { type: 'answer-settled' };
    const other: SurveyEvent = { ...safe, key: '/0:0/1', option: option(safetyPaper.questionnaire, 'phq-9-1', 1) };

    test('shows help at once, and is sent once it rests', () => {
      const { state, commands } = answering([passed], asked);
      assert.deepEqual(commands, [{ type: 'save-in-a-pause', passing: 'rests' }]);
      assert.equal(tellingOf(state), 'sending');
      assert.equal(saveOf(answering([pauseCame], state).commands)?.kind, 'part');
      assert.deepEqual(answering([passed, passed], asked).commands, commands, 'each rests anew');
    });

    test('is sent by nothing when it was passed', () => {
      for (const way of [
        [passed, calm],
        [held, { ...safe, passing: 'held' } as const],
      ]) {
        const { state, commands } = answering(way, asked);
        assert.deepEqual(commands, [{ type: 'save-in-a-pause' }]);
        assert.equal(tellingOf(state), null);
        assert.deepEqual(answering([settled], state).commands, []);
      }
    });

    test('is sent at once when it is let go of, or its question is left', () => {
      assert.deepEqual(answering([held], asked).commands, [{ type: 'save-in-a-pause', passing: 'held' }]);
      for (const way of [
        [passed, settled],
        [held, inDanger],
        [held, settled],
        [passed, next],
        [passed, other],
      ]) {
        const { state, commands } = answering(way, asked);
        assert.equal(saveOf(commands)?.kind, 'part');
        assert.equal(tellingOf(answering([saved(1, ['phq-9-9'])], state).state), 'told');
      }
    });

    test('is sent by no save that was asked for before', () => {
      const busy = answering([other, pauseCame, other, next, passed], asked).state;
      const after = answering([saved(1)], busy);
      assert.deepEqual(after.commands, []);
      assert.equal(saveOf(answering([settled], after.state).commands)?.kind, 'part');
      const failed = answering([other, pauseCame, lost, passed], asked).state;
      for (const type of ['retry-came-due', 'came-online'] as const)
        assert.deepEqual(answering([{ type }], failed).commands, [], type);
      assert.equal(saveOf(answering([pauseCame], failed).commands)?.kind, 'part');
    });

    test('keeps no other waiting that asked for help before', () => {
      const failed = answering([inDanger, lost, { ...worst, passing: 'rests' }], asked).state;
      assert.equal(saveOf(answering([{ type: 'retry-came-due' }], failed).commands)?.kind, 'part');
    });

    test('is what is being typed', () => {
      const form = formOf([item.integer('years', 'How many years?')]);
      const paper = paperOf(form, { safety: [{ linkId: 'years', atLeast: 10 }] });
      const typed = (value: number): SurveyEvent => ({
        type: 'typed',
        key: '/0',
        at: 0,
        text: String(value),
        value: { type: 'integer', value },
      });
      const { state, commands } = answering([typed(1), typed(10)], answering(beginning(paper)).state);
      assert.deepEqual(commands, [{ type: 'save-in-a-pause', passing: 'rests' }]);
      assert.deepEqual(answering([typed(1)], state).commands, [{ type: 'save-in-a-pause' }]);
    });
  });

  test('follows a save that is on its way', () => {
    const busy = answering(
      [{ ...safe, key: '/0:0/1', option: option(safetyPaper.questionnaire, 'phq-9-1', 1) }, { type: 'pause-came' }],
      asked,
    );
    assert.equal(saveOf(busy.commands)?.kind, 'part');
    const waiting = answering([inDanger], busy.state);
    assert.deepEqual(waiting.commands, []);
    assert.equal(saveOf(answering([saved(1)], waiting.state).commands)?.kind, 'part');
  });

  test('is never said to have arrived where the same questions were sent from another page before', () => {
    const { state } = answering([inDanger], asked);
    for (const event of [
      { type: 'save-was-complete' },
      { type: 'refreshed', progress: progressOf(3, { status: 'completed' }) },
    ] as const) {
      const late = walk([event], state);
      assert.ok(late.state.step === 'late' && late.state.telling === 'stopped', event.type);
      assert.deepEqual(late.commands, [], 'no host is told that it was completed');
    }
    const told = walk([saved(1, ['phq-9-9']), { type: 'save-was-complete' }], state).state;
    assert.ok(told.step === 'late' && told.telling === 'told');
  });

  describe('when the same questions were answered elsewhere', () => {
    const one = (linkId: string, at: number) => ({
      linkId,
      answer: [writeValue(option(safetyPaper.questionnaire, linkId, at).value)],
    });
    /** What the other page has answered. */
    const theirs = one('phq-9-1', 1);
    const response = { resourceType: 'QuestionnaireResponse', item: [{ linkId: 'phq-9', item: [theirs] }] };
    const outdated = (progress: ResponseProgress): readonly SurveyEvent[] => [
      { type: 'save-outdated' },
      { type: 'refreshed', progress },
    ];
    const met = () => walk(outdated(progressOf(7, { response })), answering([ours, pauseCame, inDanger], asked).state);
    const ours: SurveyEvent = { ...safe, key: '/0:0/2', option: option(safetyPaper.questionnaire, 'phq-9-2', 2) };
    const pauseCame: SurveyEvent = { type: 'pause-came' };
    /** The questions that a save answers. */
    const questionsOf = (commands: readonly SurveyCommand[]) =>
      saveOf(commands)?.response.item?.flatMap(({ item: below }) => below?.map(({ linkId }) => linkId));
    const telling = (state: SurveyState) => (state.step === 'conflict' ? conflictTelling(state) : state.step);
    const answersOf = ({ form }: Answers, key: string) => form.nodes.get(key)?.entries.map(({ value }) => value?.type);

    test('is sent at once, alone and on top of the others, while the choice stands', () => {
      const { state, commands } = met();
      assert.equal(state.step, 'conflict');
      const save = saveOf(commands);
      assert.deepEqual([save?.kind, save?.progress?.version, save?.response.status], ['part', 7, 'in-progress']);
      assert.deepEqual(questionsOf(commands), ['phq-9-1', 'phq-9-9']);
      assert.deepEqual(save?.response.item?.[0]?.item?.[0], theirs, 'what the clinic has stays');
      assert.equal(telling(state), 'sending');
      assert.equal(telling(walk([saved(8)], state).state), 'unconfirmed');
      const told = walk([saved(8, ['phq-9-9'])], state);
      assert.equal(telling(told.state), 'told');
      assert.deepEqual(walk([pauseCame], told.state).commands, [], 'nothing else is sent before the choice');
    });

    test('is tried again before the choice and after it, unless it is refused', () => {
      const failed = walk([lost], met().state);
      assert.deepEqual([telling(failed.state), failed.commands], ['not-told', [{ type: 'retry-later' }]]);
      const again: SurveyEvent = { type: 'retry-came-due' };
      assert.deepEqual(questionsOf(walk([again], failed.state).commands), ['phq-9-1', 'phq-9-9']);
      const taken = answering([{ type: 'other-taken' }], failed.state);
      assert.deepEqual(questionsOf(taken.commands), ['phq-9-1', 'phq-9-9'], 'it goes before what was chosen');
      const heard = answering([saved(8, ['phq-9-9'])], taken.state);
      assert.deepEqual(questionsOf(heard.commands), ['phq-9-1']);
      const refusal: SurveyEvent = { type: 'save-failed', failure: { kind: 'validation' } };
      const refused = walk([refusal], met().state);
      assert.deepEqual([telling(refused.state), refused.commands], ['stopped', []]);
      assert.deepEqual(questionsOf(walk([{ type: 'other-taken' }], refused.state).commands), ['phq-9-1']);
      const chosen = answering([{ type: 'other-taken' }, refusal], met().state);
      assert.deepEqual(questionsOf(chosen.commands), ['phq-9-1'], 'a refusal is in nobody’s way');
    });

    test('is sent at once where the clinic was told of one that is less bad', () => {
      const less = { ...response, item: [{ linkId: 'phq-9', item: [theirs, one('phq-9-9', 1)] }] };
      const clinicHas = progressOf(7, { response: less, told: [toldOf('phq-9-9', 1)] });
      const { state, commands } = walk(outdated(clinicHas), answering([ours, pauseCame, worst], asked).state);
      assert.deepEqual(questionsOf(commands), ['phq-9-1', 'phq-9-9']);
      assert.equal(telling(state), 'sending');
      const save = (points: number): SurveyEvent => ({
        type: 'saved',
        kind: 'part',
        progress: progressOf(8, { told: [toldOf('phq-9-9', points)] }),
      });
      assert.equal(telling(walk([save(1)], state).state), 'unconfirmed');
      assert.equal(telling(walk([save(3)], state).state), 'told');
    });

    test('is sent on top of still other answers, and never over them', () => {
      const other = { ...response, item: [{ linkId: 'phq-9', item: [theirs, one('phq-9-3', 2)] }] };
      const { state, commands } = walk(outdated(progressOf(9, { response: other })), met().state);
      assert.equal(saveOf(commands)?.progress?.version, 9);
      assert.deepEqual(questionsOf(commands), ['phq-9-1', 'phq-9-3', 'phq-9-9']);
      const own = { resourceType: 'QuestionnaireResponse', ...saveOf(commands)?.response };
      const arrived = walk(outdated(progressOf(10, { response: own, told: told('phq-9-9') })), state);
      assert.deepEqual([telling(arrived.state), arrived.commands], ['told', []], 'the answer to it was lost');
    });

    test('ends with help whatever is chosen, and what is chosen is what the clinic has', () => {
      const heard = walk([saved(8, ['phq-9-9'])], met().state).state;
      for (const type of ['own-kept', 'other-taken'] as const) {
        const decided = answering([{ type }], heard);
        const isOwn = type === 'own-kept';
        assert.deepEqual(questionsOf(decided.commands), isOwn ? ['phq-9-2', 'phq-9-9'] : ['phq-9-1']);
        assert.equal(tellingOf(decided.state), 'told');
        assert.equal(decided.kept[0]?.type, 'keep-draft');
        const whole = walk([saved(9, ['phq-9-9']), next, next, send], decided.state);
        const progress = progressOf(10, { status: 'completed', told: told('phq-9-9') });
        const done = walk([{ type: 'saved', kind: 'whole', progress }], whole.state).state;
        assert.ok(done.step === 'sent' && done.hasSafetyAnswer && done.isTold, type);
      }
    });

    test('waits for no choice that is made while it is on its way', () => {
      const taken = answering([{ type: 'other-taken' }], met().state);
      assert.deepEqual(taken.commands, []);
      assert.equal(tellingOf(taken.state), 'sending');
      const after = answering([saved(8, ['phq-9-9'])], taken.state);
      assert.deepEqual(questionsOf(after.commands), ['phq-9-1']);
      assert.deepEqual(answersOf(after.state, '/0:0/9') ?? [], []);
      assert.equal(tellingOf(after.state), 'told');
    });

    test('is sent from what the device has kept before somebody decides about that', () => {
      const { plan, form } = asked;
      const draft = (...below: readonly object[]): Draft => ({
        response: { resourceType: 'QuestionnaireResponse', item: [{ linkId: 'phq-9', item: below }] },
        version: 1,
        sent: [],
      });
      const drafts = [draft(one('phq-9-2', 1)), draft(one('phq-9-2', 2), one('phq-9-9', 2))];
      const progress = progressOf(1, { response });
      const { state, commands } = walk([
        { type: 'opened', setting: { pace: 'question', isKnown: true } },
        { type: 'loaded', paper: safetyPaper, progress },
        { type: 'prepared', plan, form, drafts },
        { type: 'start-asked' },
      ]);
      assert.ok(state.step === 'conflict' && !state.other.isSaved);
      assert.deepEqual(questionsOf(commands), ['phq-9-1', 'phq-9-9']);
      const own = answering([saved(2, ['phq-9-9']), { type: 'own-kept' }], state).state;
      assert.equal(tellingOf(own), 'told', 'though it was decided against');
    });

    test('is sent again where it is given again', () => {
      const { state } = answering([saved(8), { type: 'other-taken' }, saved(9)], met().state);
      assert.equal(saveOf(answering([inDanger], state).commands)?.kind, 'part');
    });
  });

  describe('when the session of who gave it ends', () => {
    const ended: SurveyEvent = { type: 'session-ended' };
    const answered = () => answering([inDanger], asked).state;

    test('keeps its help, is said not to have reached the clinic, and is sent when they are back', () => {
      const { state, commands } = walk([ended, { type: 'save-failed', failure: { kind: 'server' } }], answered());
      assert.ok(state.step === 'held');
      assert.equal(heldTelling(state.answers), 'signed-out');
      assert.deepEqual(commands, [{ type: 'retry-later' }]);
      const back = answering([{ type: 'session-resumed' }], state);
      assert.equal(saveOf(back.commands)?.kind, 'part');
      assert.equal(tellingOf(answering([saved(1, ['phq-9-9'])], back.state).state), 'told');
    });

    test('is said to be told where the clinic confirms it after all, and not said to wait where it is refused', () => {
      const told = walk([ended, saved(1, ['phq-9-9'])], answered()).state;
      assert.ok(told.step === 'held' && heldTelling(told.answers) === 'told');
      const refused = walk([ended, { type: 'save-failed', failure: { kind: 'validation' } }], answered()).state;
      assert.ok(refused.step === 'held' && heldTelling(refused.answers) === 'stopped');
    });

    test('ends with help where all of it arrived or was sent before', () => {
      const whole = walk([saved(1, ['phq-9-9']), next, next, send, ended], answered()).state;
      const progress = progressOf(2, { status: 'completed', told: told('phq-9-9') });
      const done = walk([{ type: 'saved', kind: 'whole', progress }], whole).state;
      assert.ok(done.step === 'sent' && done.hasSafetyAnswer && done.isTold);
      const late = walk([ended, { type: 'save-was-complete' }], answered()).state;
      assert.ok(late.step === 'late' && late.telling === 'stopped');
    });

    test('leaves what needs no help to its element', () => {
      assert.equal(walk([ended], answering([...begun, yes()]).state).state.step, 'answering');
    });
  });

  test('never ends cheerfully, though it was taken back', () => {
    const { state } = answering([inDanger, saved(1, ['phq-9-9']), safe], asked);
    assert.equal(tellingOf(state), 'told');
    const whole = walk([next, saved(2, ['phq-9-9']), next, send], state);
    const done = walk(
      [
        {
          type: 'saved',
          kind: 'whole',
          progress: progressOf(3, { status: 'completed', told: told('phq-9-9') }),
        },
      ],
      whole.state,
    ).state;
    assert.ok(done.step === 'sent' && done.hasSafetyAnswer && done.isTold);
  });
});

describe('what the clinic has not confirmed', () => {
  const typesOf = (events: readonly SurveyEvent[], from?: SurveyState) =>
    walk(events, from).kept.map(({ type }) => type);
  const begin: SurveyEvent = { type: 'start-asked' };
  /** Begins on a page that has found a draft, with what the clinic has. */
  const found = (drafts: Draft | readonly Draft[], progress: ResponseProgress | null) => {
    const { paper, plan, form } = answering(begun).state;
    return walk([
      { type: 'opened', setting: { pace: 'question', isKnown: true } },
      { type: 'loaded', paper, progress },
      { type: 'prepared', plan, form, drafts: [drafts].flat() },
      begin,
    ]);
  };
  const response = (value: boolean) => ({
    resourceType: 'QuestionnaireResponse',
    item: [{ linkId: 'hurts', text: 'Does your knee hurt?', answer: [{ valueBoolean: value }] }],
  });

  test('stays on the device until it is confirmed', () => {
    assert.deepEqual(typesOf(begun), ['open-draft']);
    const { state, kept } = walk([...begun, yes()]);
    assert.ok(kept[0]?.type === 'keep-draft' && kept[0].answers === state);
    assert.equal(kept[0].isTyped, false, 'what is chosen does not wait');
    const typed = walk(
      [{ type: 'typed', key: '/2', at: 0, text: 'It', value: { type: 'string', value: 'It' } }],
      state,
    );
    assert.ok(typed.kept[0]?.type === 'keep-draft' && typed.kept[0].isTyped);
    assert.deepEqual(typesOf([next], state), ['keep-draft'], 'what is sent is kept first');
    assert.deepEqual(typesOf([next, saved(1)], state), ['drop-own-draft']);
    assert.deepEqual(typesOf([next, lost], state), ['keep-draft'], 'what could not be kept is tried again');
  });

  test('is said to be kept as long as that is true', () => {
    const { state } = answering([...begun, yes()]);
    const kept = answering([{ type: 'draft-kept', form: state.form }, next, lost], state);
    assert.equal(kept.state.saving.kept, kept.state.form);
    assert.deepEqual(kept.kept, []);
    assert.notEqual(answering([pain], kept.state).state.saving.kept, answering([pain], kept.state).state.form);
  });

  const opened = () => walk([{ type: 'opened', setting: { pace: 'question', isKnown: true } }]).state;

  test('goes from the device when it was sent for good, here or elsewhere, but for what another page keeps', () => {
    const whole = walk([...begun, yes(false), next, next, send]);
    assert.deepEqual(typesOf([{ type: 'save-was-complete' }], whole.state), ['drop-own-draft']);
    const done = progressOf(2, { status: 'completed' });
    assert.deepEqual(typesOf([{ type: 'saved', kind: 'whole', progress: done }], whole.state), ['drop-own-draft']);
  });

  test('is looked for when the link has ended, and goes from the device once that is said', () => {
    const ended = walk([{ type: 'ended', reason: 'link-ended' }], opened());
    assert.equal(ended.state.step, 'opening');
    assert.deepEqual([ended.commands, ended.kept], [[{ type: 'find-left-of-ended', reason: 'link-ended' }], []]);
    const contact = { telephone: '1', emergencyTelephone: '2', crisisTelephone: '3' };
    const known = { type: 'ended', reason: 'link-ended', contact } as const;
    assert.deepEqual(walk([known], opened()).commands, [{ ...known, type: 'find-left-of-ended' }]);
    const said = walk([{ ...known, isAnyLeft: true }], opened()).state;
    assert.ok(said.step === 'over' && said.contact === contact, 'whom to call is known');
    for (const isAnyLeft of [true, false]) {
      const { state, kept } = walk([{ type: 'ended', reason: 'link-ended', isAnyLeft }], ended.state);
      assert.ok(state.step === 'over' && (state.isAnyLeft ?? false) === isAnyLeft);
      assert.deepEqual(kept, [{ type: 'drop-draft' }]);
    }
  });

  describe('when all was sent for good from another page', () => {
    const openedAgain = (isAnyLeft: boolean, paper = paperOf(branching), ...linkIds: readonly string[]) => {
      const progress = progressOf(2, { status: 'completed', told: told(...linkIds) });
      const looking = walk([{ type: 'loaded', paper, progress }], opened());
      assert.deepEqual([looking.state.step, looking.commands], ['opening', [{ type: 'find-left', paper, progress }]]);
      const { state, kept } = walk([{ type: 'left-found', paper, progress, isAnyLeft }], looking.state);
      assert.deepEqual(kept, [{ type: 'drop-draft' }]);
      return state;
    };

    test('goes with words when the link is opened again, and not before', () => {
      const paper = paperOf(branching);
      assert.deepEqual(openedAgain(true), { step: 'late', paper, telling: null, where: 'device' });
      assert.deepEqual(openedAgain(false), { step: 'over', reason: 'answered', paper });
    });

    test('goes with help where it may hold an answer that somebody has to look at, or one was sent', () => {
      const late = openedAgain(true, safetyPaper);
      assert.ok(late.step === 'late' && late.telling === 'unknown');
      const told = openedAgain(true, safetyPaper, 'phq-9-9');
      assert.ok(told.step === 'late' && told.telling === 'told');
    });
  });

  test('is never kept of anonymous answers', () => {
    const { state, kept } = walk([...anonymous, { type: 'rest-came' }, yes()]);
    assert.deepEqual(kept, []);
    assert.deepEqual(typesOf([next], state), []);
  });

  test('is taken up on the next page, where the first open question is asked, and saved at once', () => {
    const { state, commands } = found({ response: response(true), version: 0, sent: [] }, null);
    assert.ok(state.step === 'answering');
    assert.equal(at(state), 'pain');
    assert.deepEqual(saveOf(commands)?.response['item'], response(true).item);
    const sentBefore = { response: response(false), version: 1, sent: [response(true)] };
    const answerLost = found(sentBefore, progressOf(2, { response: response(true) }));
    assert.equal(answerLost.state.step, 'answering', 'what the clinic has was ours');
  });

  test('goes where the clinic has it, and is asked about where the clinic has other answers', () => {
    const same = found({ response: response(true), version: 0, sent: [] }, progressOf(1, { response: response(true) }));
    assert.deepEqual(
      same.kept.map(({ type }) => type),
      ['drop-own-draft', 'open-draft'],
    );
    assert.equal(saveOf(same.commands), undefined);
    const other = found(
      { response: response(true), version: 0, sent: [] },
      progressOf(1, { response: response(false) }),
    );
    assert.equal(other.state.step, 'conflict');
    assert.deepEqual(typesOf([{ type: 'other-taken' }], other.state), ['drop-own-draft']);
    assert.equal(saveOf(walk([{ type: 'own-kept' }], other.state).commands)?.kind, 'part');
  });

  describe('of several pages with one link', () => {
    const answer = (linkId: string, text: string, value: object) => ({ linkId, text, answer: [value] });
    const hurts = (value: boolean) => answer('hurts', 'Does your knee hurt?', { valueBoolean: value });
    const comment = answer('comment', 'Anything else?', { valueString: 'It clicks.' });
    const responseOf = (...items: readonly object[]) => ({ resourceType: 'QuestionnaireResponse', item: items });
    const draftOf = (...items: readonly object[]): Draft => ({ response: responseOf(...items), version: 0, sent: [] });
    const linkIds = (commands: readonly SurveyCommand[]) => saveOf(commands)?.response.item?.map((each) => each.linkId);

    test('is taken together where it does not contradict itself', () => {
      const { state, commands } = found([draftOf(comment), draftOf(hurts(true))], null);
      assert.equal(state.step, 'answering');
      assert.deepEqual(linkIds(commands), ['hurts', 'comment']);
    });

    test('is taken together with what another page has saved since', () => {
      const atClinic = progressOf(2, { response: responseOf(comment) });
      assert.deepEqual(linkIds(found(draftOf(hurts(true)), atClinic).commands), ['hurts', 'comment']);
    });

    test('is what one of them changed, where both followed the same', () => {
      const atClinic = progressOf(2, { response: responseOf(hurts(true)) });
      const changed = { ...draftOf(hurts(false)), version: 2 };
      const added = { ...draftOf(hurts(true), comment), version: 2 };
      for (const drafts of [
        [changed, added],
        [added, changed],
      ]) {
        const { commands } = found(drafts, atClinic);
        assert.deepEqual(saveOf(commands)?.response.item?.[0]?.answer, [{ valueBoolean: false }]);
        assert.deepEqual(linkIds(commands), ['hurts', 'comment']);
      }
    });

    test('is asked about where it contradicts itself, and nothing goes from the device before that', () => {
      const { state, commands, kept } = found([draftOf(hurts(true)), draftOf(hurts(false))], null);
      assert.equal(state.step, 'conflict');
      assert.equal(saveOf(commands), undefined);
      assert.deepEqual(
        kept.map(({ type }) => type),
        ['open-draft'],
      );
      for (const [type, value] of [
        ['own-kept', true],
        ['other-taken', false],
      ] as const) {
        const decided = walk([{ type }], state);
        assert.deepEqual(saveOf(decided.commands)?.response.item?.[0]?.answer, [{ valueBoolean: value }]);
        assert.equal(decided.kept[0]?.type, 'keep-draft');
      }
    });

    test('is asked about one after the other', () => {
      const other = answer('comment', 'Anything else?', { valueString: 'Nothing.' });
      const { state } = found(
        [draftOf(hurts(true), comment), draftOf(hurts(false))],
        progressOf(2, { response: responseOf(other) }),
      );
      assert.ok(state.step === 'conflict' && !state.other.isSaved);
      const second = walk([{ type: 'other-taken' }], state).state;
      assert.ok(second.step === 'conflict' && second.other.isSaved);
      assert.deepEqual(
        walk([{ type: 'other-taken' }], second).kept.map(({ type }) => type),
        ['drop-own-draft'],
      );
    });
  });
});
