import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sampleRecord } from '../../../test/people.ts';
import { readLibrary } from '../../app/services.ts';
import { outlookOf, standardLines } from '../standards/index.ts';
import {
  askedQuestion,
  nextUnanswered,
  questionsByRole,
  readLinkForm,
  requestState,
  reviewLines,
  usualExpiry,
  withProposals,
  type AskedItem,
} from './asking.rules.ts';

const TODAY = '2026-11-24';
const library = readLibrary();
const edition = library.editions.at(-1) ?? assert.fail('there is an edition');
const itemOf = (questionId: string, parts: Partial<AskedItem> = {}): AskedItem => ({
  questionId,
  question: askedQuestion(edition.questions.find(({ id }) => id === questionId) ?? assert.fail(questionId)),
  choice: null,
  note: null,
  version: 1,
  decision: null,
  ...parts,
});

describe('how far a link is', () => {
  const at = new Date('2026-11-20T10:00:00Z');
  const none = { sentAt: null, revokedAt: null, expiresOn: TODAY };
  for (const [what, request, items, state] of [
    ['its last day is a day', none, [], 'waiting'],
    ['its day has passed', { ...none, expiresOn: '2026-11-23' }, [], 'expired'],
    ['it was stopped', { ...none, revokedAt: at }, [], 'stopped'],
    ['something is to decide', { ...none, sentAt: at }, [itemOf('cyber-mfa', { choice: 'admins' })], 'to-review'],
    [
      'what was sent outlives the link',
      { ...none, sentAt: at, expiresOn: '2026-11-21' },
      [itemOf('cyber-mfa', { choice: 'all' })],
      'to-review',
    ],
    ['only what was left empty is left', { ...none, sentAt: at }, [itemOf('cyber-mfa')], 'reviewed'],
    [
      'all is decided',
      { ...none, sentAt: at },
      [itemOf('cyber-mfa', { choice: 'all', decision: 'declined' })],
      'reviewed',
    ],
  ] as const) {
    it(`${what}: ${state}`, () => assert.equal(requestState(request, items, TODAY), state));
  }

  it('begins with three weeks', () => assert.equal(usualExpiry(TODAY), '2026-12-15'));
});

describe('the form of a link', () => {
  const items = [itemOf('cyber-mfa'), itemOf('cyber-rules')];

  it('is read for its own questions alone, and for those that it holds', () => {
    const form = readLinkForm(items, {
      'version-cyber-mfa': '3',
      'choice-cyber-mfa': 'admins',
      'note-cyber-mfa': ' a\r\nb\0 ',
      'choice-cyber-rules': 'no',
      'version-strategy': '1',
      'choice-strategy': 'full',
    });
    assert.deepEqual(form, {
      typed: [{ questionId: 'cyber-mfa', choice: 'admins', note: 'a\nb', version: 3 }],
      errors: [],
    });
  });

  it('says what to mend, and keeps what was typed', () => {
    const note = 'x'.repeat(4001);
    const form = readLinkForm(items, {
      'version-cyber-mfa': '1',
      'choice-cyber-mfa': 'purple',
      'version-cyber-rules': '1',
      'note-cyber-rules': note,
    });
    assert.deepEqual(
      form.errors.map(({ field }) => field),
      ['choice-cyber-mfa', 'note-cyber-rules'],
    );
    assert.equal(form.typed[1]?.note, note);
  });

  it('takes anything that a program may send, and makes nothing of it but the link’s own answers', () => {
    const names = fc.constantFrom(
      'version-cyber-mfa',
      'choice-cyber-mfa',
      'note-cyber-mfa',
      '__proto__',
      'choice-strategy',
    );
    const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.integer(), fc.constant(null), fc.object());
    fc.assert(
      fc.property(fc.dictionary(names, value), (body) => {
        const { typed, errors } = readLinkForm(items, body);
        for (const answer of typed) {
          assert.equal(answer.questionId, 'cyber-mfa');
          assert.ok(
            errors.length > 0 ||
              answer.choice === null ||
              items[0]?.question.choices.some(({ id }) => id === answer.choice),
          );
          assert.ok(answer.note === null || !answer.note.includes('\0'));
          assert.ok(Number.isSafeInteger(answer.version));
        }
      }),
    );
    for (const body of [null, undefined, 'text', 7]) assert.deepEqual(readLinkForm(items, body).typed, []);
  });

  it('leads on to what has no answer, round to the first, and comes to an end', () => {
    const three = [itemOf('cyber-mfa'), itemOf('cyber-rules', { choice: 'no' }), itemOf('strategy')];
    assert.equal(nextUnanswered(three, 'cyber-mfa'), 'strategy');
    assert.equal(nextUnanswered(three, 'strategy'), 'cyber-mfa');
    assert.equal(nextUnanswered([itemOf('cyber-mfa', { choice: 'all' })], 'cyber-mfa'), null);
  });
});

describe('the review', () => {
  const record = sampleRecord({
    connections: [{ id: 'line', name: 'Main line', technology: 'adsl', downMbps: 20, upMbps: 2 }] as never,
    answers: [
      { questionId: 'cyber-mfa', choice: 'admins', answeredOn: '2026-10-01', note: null },
      { questionId: 'cyber-rules', choice: 'no', answeredOn: '2026-10-01', note: null },
      { questionId: 'cyber-training', choice: 'staff', answeredOn: '2026-10-01', note: null, basis: 'measured' },
    ] as never,
  });
  const requirements = (of: typeof record) =>
    standardLines(outlookOf(sampleRecord(of), library, TODAY)).flatMap((line) => line.requirements);
  const review = (items: AskedItem[]) =>
    reviewLines(items, {
      questions: edition.questions,
      answers: sampleRecord(record).answers,
      now: requirements(record),
      proposed: requirements(withProposals(sampleRecord(record), items, { by: 'Sam', on: TODAY })),
    });

  it('says of each proposal how it stands to the answer, and takes together only what is no step back', () => {
    const lines = review([
      itemOf('cyber-mfa', { choice: 'admins' }),
      itemOf('cyber-rules', { choice: 'everyone' }),
      itemOf('cyber-passwords', { choice: 'yes' }),
      itemOf('strategy', { choice: 'not-sure' }),
      itemOf('cyber-training', { choice: 'everyone' }),
      itemOf('filter-roles'),
      itemOf('broadband-speed', { choice: 'gone' }),
      { ...itemOf('cyber-mfa', { choice: 'yes' }), questionId: 'gone' },
    ]);
    assert.deepEqual(
      lines.map(({ kind, weakens, isPlain }) => [kind, weakens, isPlain]),
      [
        ['same', false, true],
        ['differs', false, true],
        ['new', false, true],
        ['not-sure', false, false],
        ['differs', true, false],
        ['not-answered', false, false],
        ['not-asked', false, false],
        ['not-asked', false, false],
      ],
    );
    const decided = review([itemOf('cyber-passwords', { choice: 'yes', decision: 'declined' })]);
    assert.equal(decided[0]?.isPlain, false);
  });

  it('shows what the registers say, and what of it speaks against the proposal', () => {
    const [fibre] = review([itemOf('broadband-fibre', { choice: 'fibre' })]);
    assert.equal(fibre?.isPlain, false);
    assert.equal(fibre?.against.length, 1);
    assert.equal(fibre?.against[0]?.now.chain[0]?.name, 'Main line');
    const [copper] = review([itemOf('broadband-fibre', { choice: 'not-fibre' })]);
    assert.equal(copper?.isPlain, true);
    assert.deepEqual(copper?.against, []);
    assert.ok((copper?.facts.length ?? 0) > 0);
  });

  it('never takes what is proposed for what is answered', () => {
    const items = [itemOf('cyber-mfa', { choice: 'all' }), itemOf('strategy')];
    const made = withProposals(sampleRecord(record), items, { by: 'Sam', on: TODAY });
    assert.equal(record.answers.find(({ questionId }) => questionId === 'cyber-mfa')?.choice, 'admins');
    assert.equal(made.answers.filter(({ questionId }) => questionId === 'cyber-mfa').length, 1);
    assert.ok(!made.answers.some(({ questionId }) => questionId === 'strategy'));
  });
});

describe('questions by role', () => {
  it('hold each question once, under whoever leads the answer', () => {
    const byRole = questionsByRole(edition.questions.map((question) => ({ question })));
    assert.equal([...byRole.values()].flat().length, edition.questions.length);
    assert.ok((byRole.get('IT support')?.length ?? 0) > 30);
    assert.ok([...byRole.keys()].every((role) => !/ (with|or) /.test(role)));
  });
});
