import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findWords } from './find-words.ts';

const isIn = (text: string, word: string) =>
  findWords({ resourceType: 'QuestionnaireResponse', item: [{ linkId: 'comment', answer: [{ valueString: text }] }] })(
    word,
  );

test('words are found whole between spaces, whatever their case and accents', () => {
  for (const [text, word] of [
    ['a LONG-wait!', 'long wait'],
    ['They were RÚDE.', 'rude'],
    ['They were rude.', 'rúde'],
    ['İstanbul çok uzak', 'istanbul'],
    ['Ужасно долго ждали', 'ждали'],
    ['très long', 'TRÈS'],
    ['बहुत देर लगी', 'देर'],
    ['Größe', 'GRÖßE'],
    ['ＲＵＤＥ', 'rude'],
  ] as const)
    assert.ok(isIn(text, word), `${word} in ${text}`);
  for (const [text, word] of [
    ['crude oil', 'rude'],
    ['a long, quiet wait', 'long wait'],
    // another word by its vowel sign
    ['दूर', 'देर'],
    ['nothing', '…'],
  ] as const)
    assert.ok(!isIn(text, word), `${word} not in ${text}`);
});

test('and within others where people put no space, or join an article or an ending to the word', () => {
  for (const [text, word] of [
    ['我在诊所等待了三个小时。', '等待'],
    ['受付の態度が悪かったです', '態度が悪'],
    ['スタッフがｼﾂﾚｲでした', 'シツレイ'],
    ['ฉันรอนานมาก', 'รอนาน'],
    ['대기시간이 너무 길었어요', '대기'],
    ['كان الانتظار طويلا', 'انتظار'],
    ['كان الاِنتِظار طويلاً', 'انتظار'],
    ['ההמתנה הייתה ארוכה', 'המתנה'],
  ] as const)
    assert.ok(isIn(text, word), `${word} in ${text}`);
  for (const [text, word] of [
    ['我很满意', '等待'],
    ['각오', '가'],
    ['がっこう', 'か'],
    ['รู', 'รี'],
  ] as const)
    assert.ok(!isIn(text, word), `${word} not in ${text}`);
});
