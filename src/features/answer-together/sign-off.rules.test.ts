import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sampleRecord } from '../../../test/people.ts';
import { readLibrary } from '../../app/services.ts';
import { answersNow, digestOf, signOffLines, type SignOff } from './sign-off.rules.ts';

const edition = readLibrary().editions.at(-1) ?? assert.fail('there is an edition');
const answersOf = (given: Record<string, string>) =>
  sampleRecord({
    answers: Object.entries(given).map(([questionId, choice]) => ({
      questionId,
      choice,
      answeredOn: '2026-11-02',
    })) as never,
  }).answers;
const signed = (parts: Partial<SignOff>, given: Record<string, string>): SignOff => ({
  id: 's1',
  categoryId: 'cyber',
  signedOn: '2026-11-20',
  personId: 'p',
  personName: 'Pat Bursar',
  answers: answersNow(edition.questions, answersOf(given)),
  ...parts,
});
const cyber = (given: Record<string, string>, signOffs: SignOff[]) =>
  signOffLines(edition, answersOf(given), signOffs).find(({ category }) => category.id === 'cyber') ??
  assert.fail('cyber');

describe('signing off', () => {
  it('says what has been answered, changed and taken back since, of its own area alone', () => {
    const line = cyber({ 'cyber-mfa': 'all', 'cyber-rules': 'no', 'cyber-training': 'not-sure', strategy: 'no' }, [
      signed({}, { 'cyber-mfa': 'admins', 'cyber-passwords': 'yes', 'cyber-rules': 'no', strategy: 'full' }),
    ]);
    assert.deepEqual(
      line.changes.map(({ question, was, is }) => [question.startsWith('Who is trained'), was === null, is === null]),
      [
        [true, true, false],
        [false, false, false],
        [false, false, true],
      ],
    );
    assert.equal(line.unsure, 1);
    assert.equal(line.answered, 3);
  });

  it('of the latest counts, whether it is of the area or of all', () => {
    const given = { 'cyber-mfa': 'admins' };
    const all = signed({ id: 'all', categoryId: null, personName: 'Head' }, given);
    const own = signed({ id: 'own' }, given);
    assert.equal(cyber(given, [all, own]).signOff?.id, 'all');
    assert.equal(cyber(given, [own, all]).signOff?.id, 'own');
    assert.equal(cyber(given, [signed({ categoryId: 'broadband' }, given)]).signOff, null);
    assert.deepEqual(cyber(given, [all]).changes, []);
  });

  it('names the answers seen: the same for the same, another for any other', () => {
    const ids = edition.questions.slice(0, 6).map(({ id }) => id);
    const given = fc.dictionary(fc.constantFrom(...ids), fc.constantFrom('yes', 'no', 'not-sure'));
    fc.assert(
      fc.property(given, given, (a, b) => {
        const digest = (of: Record<string, string>) => digestOf(answersNow(edition.questions, answersOf(of)));
        const sorted = (of: Record<string, string>) => JSON.stringify(Object.entries(of).toSorted());
        assert.equal(digest(a) === digest(b), sorted(a) === sorted(b));
      }),
    );
  });
});
