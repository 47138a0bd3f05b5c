import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { planOf } from '../form.fixture.ts';
import { buildResponse, languagesOf, setAnswers, startForm, textIn, type Plan } from '../index.ts';
import {
  buildLefs,
  experienceDimensions,
  gad7,
  painScale,
  phq4,
  phq9,
  recommend,
  visitExperience,
  type Instrument,
} from '../instruments.ts';
import { lintQuestionnaire } from '../lint.ts';
import {
  compareScores,
  findSafetyAnswers,
  pointsOf,
  recommendShare,
  scoreResponse,
  topBoxShare,
  type Score,
  type ScoreRule,
} from '../scores.ts';

const lefs = buildLefs({
  instruction: 'How hard is it?',
  activities: Array.from({ length: 20 }, (_, index) => `Activity ${index + 1}`),
  difficulties: ['a', 'b', 'c', 'd', 'e'],
  copyright: 'of its owner',
});
const all = [gad7, lefs, painScale, phq4, phq9, recommend, visitExperience];

/** The points of a response in which questions have these points; undefined for no answer. */
function pointsWith(plan: Plan, given: Readonly<Record<string, number | undefined>>) {
  let state = startForm(plan);
  for (const [linkId, points] of Object.entries(given)) {
    const index = plan.byLinkId.get(linkId) ?? -1;
    const value = plan.items[index]?.options?.find((option) => (option.weight ?? option.value.value) === points)?.value;
    const [key] = state.byItem.get(index) ?? [];
    if (value && key !== undefined) state = setAnswers(plan, state, key, [value]).state;
  }
  return pointsOf(plan, JSON.parse(JSON.stringify(buildResponse(plan, state, { status: 'completed' }))));
}

function ruleOf({ scores }: Instrument, id: string): ScoreRule {
  const rule = scores.find((each) => each.id === id);
  assert.ok(rule, id);
  return rule;
}

function score(instrument: Instrument, id: string, given: readonly (number | undefined)[]): Score {
  const rule = ruleOf(instrument, id);
  const plan = planOf(instrument.questionnaire);
  const answers = Object.fromEntries(rule.linkIds.map((linkId, index) => [linkId, given[index]]));
  return scoreResponse(rule, pointsWith(plan, answers));
}

const bandAt = (instrument: Instrument, id: string, value: number) =>
  ruleOf(instrument, id).bands.find(({ from, to }) => value >= from && value <= to)?.code;

describe('every instrument', () => {
  for (const { id, questionnaire, scores, safety } of all) {
    test(`${id} is sound, and can be scored by its own rules`, () => {
      assert.deepEqual(lintQuestionnaire(questionnaire, { scores, safety }), []);
      assert.ok(scores.length > 0);
      assert.match(String(questionnaire['url']), new RegExp(`:${id}$`));
    });

    test(`${id}: bands leave no gap and do not overlap`, () => {
      for (const { bands, linkIds, points } of scores) {
        if (bands.length === 0) continue;
        for (let value = points.from * linkIds.length; value <= points.to * linkIds.length; value++) {
          assert.equal(bands.filter(({ from, to }) => value >= from && value <= to).length, 1, `${id} ${value}`);
        }
      }
    });
  }

  test('what is in our own words is there in three languages', () => {
    for (const { questionnaire } of [painScale, recommend, visitExperience]) {
      const plan = planOf(questionnaire);
      assert.deepEqual([...languagesOf(plan.questionnaire)].sort(), ['ar', 'en', 'es']);
      for (const { definition } of plan.items) {
        const texts = ['en', 'es', 'ar'].map((language) => textIn(definition, 'text', language));
        assert.equal(new Set(texts).size, 3, String(texts));
      }
    }
  });
});

describe('scores', () => {
  test('PHQ-9: the published bands, at each end', () => {
    const ends = [0, 4, 5, 9, 10, 14, 15, 19, 20, 27].map((value) => bandAt(phq9, 'phq-9', value));
    assert.deepEqual(ends, [
      'minimal',
      'minimal',
      'mild',
      'mild',
      'moderate',
      'moderate',
      'moderately-severe',
      'moderately-severe',
      'severe',
      'severe',
    ]);
  });

  test('PHQ-9: two may be missing and get the mean, three may not', () => {
    const of = (...given: (number | undefined)[]) => score(phq9, 'phq-9', given);
    assert.deepEqual(of(3, 3, 3, 3, 3, 3, 3, 3, 3), {
      status: 'scored',
      value: 27,
      band: phq9.scores[0]?.bands[4],
      missing: [],
    });
    const two = of(1, 1, 1, 1, 1, 1, 2, undefined, undefined);
    assert.deepEqual(
      [two.status, two.status === 'scored' && two.value, two.missing],
      ['scored', 10, ['phq-9-8', 'phq-9-9']],
    );
    assert.equal(of(1, 1, 1, 1, 1, 1, undefined, undefined, undefined).status, 'not-scored');
    // the sum times nine eighths, by hand: 11 of eight is 12.375, 9 of eight 10.125, 14 of eight 15.75, 12 of eight 13.5
    const withOneMissing = (...eight: number[]) => {
      const found = of(...eight, undefined);
      return found.status === 'scored' && [found.value, found.band?.code];
    };
    assert.deepEqual(withOneMissing(3, 3, 2, 1, 1, 1, 0, 0), [12, 'moderate']);
    assert.deepEqual(withOneMissing(3, 3, 3, 0, 0, 0, 0, 0), [10, 'moderate']);
    assert.deepEqual(withOneMissing(3, 3, 3, 3, 2, 0, 0, 0), [16, 'moderately-severe']);
    assert.deepEqual(withOneMissing(3, 3, 3, 3, 0, 0, 0, 0), [14, 'moderate']);
  });

  test('GAD-7, PHQ-4 and LEFS need every answer', () => {
    assert.deepEqual(
      [4, 5, 9, 10, 14, 15, 21].map((value) => bandAt(gad7, 'gad-7', value)),
      ['minimal', 'mild', 'mild', 'moderate', 'moderate', 'severe', 'severe'],
    );
    assert.equal(score(gad7, 'gad-7', [1, 1, 1, 1, 1, 1]).status, 'not-scored');
    const halves = ['phq-4-anxiety', 'phq-4-depression'].map((id) => {
      const found = scoreResponse(
        ruleOf(phq4, id),
        pointsWith(planOf(phq4.questionnaire), { 'phq-4-1': 3, 'phq-4-2': 0, 'phq-4-3': 1, 'phq-4-4': 1 }),
      );
      return found.status === 'scored' && [found.value, found.band?.code];
    });
    assert.deepEqual(halves, [
      [3, 'positive'],
      [2, 'negative'],
    ]);
    assert.deepEqual(
      score(
        lefs,
        'lefs',
        Array.from({ length: 20 }, () => 4),
      ),
      { status: 'scored', value: 80, missing: [] },
    );
    assert.equal(
      score(
        lefs,
        'lefs',
        Array.from({ length: 19 }, () => 4),
      ).status,
      'not-scored',
    );
    assert.throws(
      () => buildLefs({ instruction: '', activities: [], difficulties: ['', '', '', '', ''], copyright: '' }),
      /20 activities/,
    );
  });

  test('a change has a direction, and is worth something only where a figure is published', () => {
    const [rule] = lefs.scores;
    assert.ok(rule);
    assert.deepEqual(compareScores(rule, 40, 49), {
      difference: 9,
      direction: 'better',
      isDetectable: true,
      isImportant: true,
    });
    assert.deepEqual(compareScores(rule, 40, 32), {
      difference: -8,
      direction: 'worse',
      isDetectable: false,
      isImportant: false,
    });
    assert.deepEqual(compareScores(ruleOf(phq9, 'phq-9'), 15, 10), {
      difference: -5,
      direction: 'better',
      isImportant: true,
    });
    assert.deepEqual(compareScores(ruleOf(phq4, 'phq-4'), 3, 3), { difference: 0, direction: 'same' });
  });

  test('a change is important from the published figure on, and not below it', () => {
    const isImportant = (instrument: Instrument, by: number) =>
      instrument.scores.slice(0, 1).map((rule) => compareScores(rule, 0, by).isImportant);
    for (const [instrument, least] of [
      [phq9, 5],
      [gad7, 4],
      [painScale, 2],
      [lefs, 9],
    ] as const)
      assert.deepEqual(
        [isImportant(instrument, least - 1), isImportant(instrument, least)],
        [[false], [true]],
        instrument.id,
      );
  });

  test('LEFS gives 0 to 4 points for an answer, and nothing for what is beyond', () => {
    const rule = ruleOf(lefs, 'lefs');
    const with20 = (points: number) => scoreResponse(rule, new Map(rule.linkIds.map((linkId) => [linkId, points])));
    assert.deepEqual(
      [0, 4].map((points) => with20(points).status),
      ['scored', 'scored'],
    );
    assert.deepEqual(
      [-1, 5].map((points) => with20(points).status),
      ['not-scored', 'not-scored'],
    );
  });

  test('any answer but "not at all" to the ninth question of the PHQ-9 is a safety answer, also without a score', () => {
    const plan = planOf(phq9.questionnaire);
    const asked = (points: number | undefined) =>
      findSafetyAnswers(phq9.safety, pointsWith(plan, { 'phq-9-9': points }));
    assert.deepEqual([undefined, 0, 1, 2, 3].map(asked), [[], [], ['phq-9-9'], ['phq-9-9'], ['phq-9-9']]);
    assert.deepEqual(
      lintQuestionnaire(phq9.questionnaire, { safety: phq9.safety, isAnonymous: true }).map(({ code, pointer }) => [
        code,
        pointer,
      ]),
      [['anonymous-safety', '/item/0/item/8']],
    );
  });

  test('points are those of the form: what a response claims, doubles or makes up counts for nothing', () => {
    const plan = planOf(phq9.questionnaire);
    const [option] = plan.items[plan.byLinkId.get('phq-9-1') ?? -1]?.options ?? [];
    assert.ok(option?.value.type === 'Coding');
    const { system } = option.value.value;
    const claim = {
      valueCoding: {
        system,
        code: 'not-at-all',
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueDecimal: 99 }],
      },
    };
    const item = (linkId: string, ...answer: object[]) => ({ linkId, answer });
    const points = pointsOf(plan, {
      item: [
        item('phq-9-1', claim),
        item('phq-9-2', claim, claim),
        item('phq-9-3', { valueCoding: { system, code: 'made-up' } }),
        item('phq-9-4', { valueInteger: 3 }),
        item('phq-9-5', claim),
        item('phq-9-5', claim),
        item('nobody', claim),
        null,
      ],
    });
    assert.deepEqual([...points], [['phq-9-1', 0]]);
    assert.deepEqual([...pointsOf(plan, 'nonsense')], []);
  });

  test('recommend and top box have a share and an interval that holds for few answers', () => {
    assert.equal(recommendShare([]), undefined);
    const found = recommendShare([10, 9, 9, 8, 7, 6, 0, 11, 2.5]);
    assert.deepEqual([found?.count, Math.round((found?.percent ?? 0) * 10) / 10], [7, 14.3]);
    // By hand: (3.75 - 2.75) / 10 = 0.1; variance (0.375 + 0.275 - 0.01) / 10.
    assert.ok(Math.abs((found?.low ?? 0) - (10 - 195.9964 * Math.sqrt(0.064))) < 1e-3);
    const certain = recommendShare([10, 10, 10]);
    assert.ok(certain && certain.low < 60 && certain.high <= 100);
    // Wilson's own figures for 8 of 10: 49.0 to 94.3.
    const ofTen = [5, 5, 5, 5, 5, 5, 5, 5, 1, 2].map((points) => [points]);
    const top = topBoxShare(ofTen, 5);
    assert.deepEqual([top?.percent, top?.low.toFixed(1), top?.high.toFixed(1)], [80, '49.0', '94.3']);
    // ten people who say the same twice are ten
    const twice = ofTen.map(([points = 0]) => [points, points]);
    assert.deepEqual(topBoxShare([...twice, []], 5), top);
    assert.deepEqual(topBoxShare([[5, 1], [5]], 5)?.percent, 75);
    assert.equal(topBoxShare([], 5), undefined);
  });

  test('each experience dimension is asked', () => {
    const plan = planOf(visitExperience.questionnaire);
    for (const { linkIds, best } of experienceDimensions) {
      for (const linkId of linkIds) {
        const weights = plan.items[plan.byLinkId.get(linkId) ?? -1]?.options?.map(({ weight = 0 }) => weight) ?? [];
        assert.equal(Math.max(...weights), best, linkId);
      }
    }
  });
});
