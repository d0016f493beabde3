import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sampleRecord } from '../../../test/people.ts';
import { evidenceSchema, type SchoolRecord } from '../../domain/record.ts';
import {
  editionOf,
  loadLibrary,
  triggers,
  type Library,
  type Question,
  type Requirement,
} from '../../library/index.ts';
import { readLibraryFolder } from '../../platform/library-files.ts';
import { ruleNames, type QuestionState } from '../../status/index.ts';
import { documentError, knownTexts, parseAnswer } from './answers.rules.ts';
import { nextAfterAnswer, nextAfterSkip, placeInCategory, toFindOut } from './questions.rules.ts';
import {
  categoryLines,
  contradictions,
  dueTermIn,
  dutiesNotMet,
  filterOf,
  filterStandards,
  outlookOf,
  standardLines,
  statesByTerm,
} from './standards.rules.ts';
import {
  aheadWords,
  countsWords,
  doubtWords,
  dueBecauseWords,
  dutyWords,
  thresholdWords,
  triggerWords,
} from './standards.words.ts';
import { concernWords, ownLeadWords } from './concern.words.ts';
import { countQuestions, standingOf } from './standing.rules.ts';

const library: Library = loadLibrary(
  readLibraryFolder(fileURLToPath(new URL('../../../library/', import.meta.url))),
  ruleNames,
);
const TODAY = '2026-11-24';

function stateOf(id: string, state: QuestionState['state'], parts: Partial<Question> = {}): QuestionState {
  const question: Question = {
    id,
    categoryId: id.split('-')[0] ?? '',
    text: `Is ${id} so?`,
    hint: '',
    asks: 'IT support',
    choices: [
      { id: 'yes', label: 'Yes' },
      { id: 'not-sure', label: 'Not sure' },
    ],
    skipWhenKnown: true,
    ...parts,
  };
  return { question, state, answer: null, lapse: null, unsure: false, requirementIds: [], isCore: true };
}

const asRecord = (parts: object): SchoolRecord => sampleRecord(parts);

describe('The order of questions', () => {
  const states = [
    stateOf('a-1', 'to-ask'),
    stateOf('a-2', 'answered'),
    stateOf('a-3', 'to-ask'),
    stateOf('b-1', 'known'),
    stateOf('b-2', 'to-ask'),
  ];

  test('goes on in the category, then to the next, then back to what was passed over', () => {
    assert.equal(nextAfterAnswer(states, 'a-2'), 'a-3');
    assert.equal(nextAfterAnswer(states, 'a-3'), 'b-2');
    assert.equal(nextAfterAnswer(states, 'b-2'), 'a-1');
    assert.equal(nextAfterAnswer([stateOf('a-1', 'answered')], 'a-1'), null);
  });

  test('skips only onwards, so that skipping ends', () => {
    assert.equal(nextAfterSkip(states, 'a-1'), 'a-3');
    assert.equal(nextAfterSkip(states, 'b-2'), null);
  });

  test('core questions lead to core questions only, the others stay in their area', () => {
    const later = (id: string) => ({ ...stateOf(id, 'to-ask'), isCore: false });
    const all = [...states, later('x-1'), later('x-2'), later('y-1')];
    assert.equal(nextAfterAnswer(all, 'b-2'), 'a-1');
    assert.equal(nextAfterSkip(all, 'b-2'), null);
    assert.equal(nextAfterAnswer(all, 'x-1'), 'x-2');
    assert.equal(nextAfterAnswer(all, 'x-2'), 'x-1');
    assert.equal(nextAfterAnswer(all, 'y-1'), null);
    assert.equal(nextAfterSkip(all, 'x-2'), null);
  });

  test('says which question of its category it is', () => {
    assert.deepEqual(placeInCategory(states, 'a-3'), { number: 3, total: 3 });
    assert.equal(placeInCategory(states, 'nothing'), null);
  });

  test('leads past every question where each is answered, and ends whatever is skipped', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), fc.infiniteStream(fc.boolean()), (known, skips) => {
        for (const isSkipping of [false, true]) {
          let states = known.map((isKnown, index) => stateOf(`c-${index}`, isKnown ? 'known' : 'to-ask'));
          let at = states.find(({ state }) => state === 'to-ask')?.question.id ?? null;
          for (let step = 0; at !== null; step += 1) {
            assert.ok(step <= known.length * known.length + 1);
            const here: string = at;
            if (isSkipping && skips.next().value === true) at = nextAfterSkip(states, here);
            else {
              states = states.map((one) => (one.question.id === here ? { ...one, state: 'answered' as const } : one));
              at = nextAfterAnswer(states, here);
            }
          }
          if (!isSkipping) assert.ok(states.every(({ state }) => state !== 'to-ask'));
        }
      }),
    );
  });
});

describe('What is to find out', () => {
  const unsure = (id: string, asks: string) => ({ ...stateOf(id, 'answered', { asks }), unsure: true });
  const lists = toFindOut([
    unsure('a-1', 'IT support'),
    stateOf('a-2', 'answered'),
    unsure('b-1', 'Headteacher'),
    unsure('b-2', 'IT support'),
  ]);

  test('goes by who can answer', () => {
    assert.deepEqual(
      lists.map(({ who, states }) => [who, states.map(({ question }) => question.id)]),
      [
        ['IT support', ['a-1', 'b-2']],
        ['Headteacher', ['b-1']],
      ],
    );
  });
});

describe('Where a school stands', () => {
  test('an empty school is asked at most 45 questions, with a fair idea of how long they take', () => {
    const { summary, questions, others } = standingOf(sampleRecord(), library, TODAY);
    assert.ok(
      others.left > 0 && questions.total + others.total === outlookOf(sampleRecord(), library, TODAY).questions.length,
    );
    assert.equal(summary.total, 6);
    assert.equal(summary.met, 0);
    assert.ok(questions.left > 0 && questions.left <= 45);
    assert.equal(questions.left + questions.answered + questions.known, questions.total);
    assert.equal(questions.minutesLeft, Math.ceil((questions.left * 2) / 3));
  });

  test('not sure counts as answered and as to find out', () => {
    const counts = countQuestions([{ ...stateOf('a-1', 'answered'), unsure: true }, stateOf('a-2', 'to-ask')]);
    assert.deepEqual(counts, {
      total: 2,
      left: 1,
      answered: 1,
      known: 0,
      notAsked: 0,
      toFindOut: 1,
      again: 0,
      minutesLeft: 1,
    });
  });

  test('every standard of the edition has a line, in its area', () => {
    const outlook = outlookOf(sampleRecord(), library, TODAY);
    const lines = standardLines(outlook);
    assert.equal(lines.length, outlook.edition.standards.length);
    const categories = categoryLines(outlook, lines);
    assert.equal(
      categories.reduce((sum, { standards }) => sum + standards.length, 0),
      lines.length,
    );
    assert.equal(
      categories.reduce((sum, { questionsLeft }) => sum + questionsLeft, 0),
      countQuestions(outlook.questions).left,
    );
    assert.notEqual(dueTermIn(outlook.edition, outlook.terms), null);
  });

  test('the end of a switch’s support is said ahead, with its reason', () => {
    const record = asRecord({
      equipment: [
        { id: 'sw', name: 'Core switch', kind: 'core-switch', supportEndsOn: '2028-08-31', portSpeedMbps: 1000 },
      ],
    });
    const lines = standardLines(outlookOf(record, library, TODAY));
    const all = lines.flatMap(({ requirements }) => requirements);
    const supported = all.find(
      ({ now }) => now.chain.some(({ field }) => /support/i.test(field)) && now.result === 'met',
    );
    assert.ok(supported, 'no requirement rests on the support of the switch');
    const words = aheadWords(supported.status.intervals);
    assert.match(words, /^Met until 31 August 2028, then not /);
    assert.match(words, /Core switch/);
  });

  test('an answer that says otherwise than the registers is listed, and duties not met come by weight', () => {
    const record = asRecord({
      connections: [{ id: 'line', name: 'Main line', technology: 'adsl', downMbps: 20, upMbps: 2 }],
      answers: [
        { questionId: 'broadband-fibre', choice: 'fibre', answeredOn: TODAY },
        { questionId: 'filter-roles', choice: 'some', answeredOn: TODAY },
        { questionId: 'filter-checks', choice: 'no', answeredOn: TODAY },
      ],
    });
    const lines = standardLines(outlookOf(record, library, TODAY));
    const [odd] = contradictions(lines);
    assert.equal(odd?.requirement.question?.id, 'broadband-fibre');
    assert.equal(odd?.now.grounds, 'fact');
    const weights = dutiesNotMet(lines).map(({ requirement }) => requirement.weight);
    assert.ok(weights.length >= 4);
    assert.deepEqual(
      weights,
      weights.toSorted((a, b) => b - a),
    );
  });

  test('the address filters by result and area; what it names wrongly is not asked for', () => {
    const outlook = outlookOf(sampleRecord(), library, TODAY);
    const lines = standardLines(outlook);
    const known = filterOf({ result: 'not-known', area: 'cyber' }, outlook.edition);
    assert.ok(
      filterStandards(lines, known).every(({ category, now }) => category.id === 'cyber' && now.result === 'not-known'),
    );
    const wrong = filterOf({ result: 'splendid', area: 'gardening' }, outlook.edition);
    assert.deepEqual(wrong, { result: null, categoryId: null });
    assert.equal(filterStandards(lines, wrong).length, lines.length);
  });

  test('a term counts by the worst of its days', () => {
    const { terms } = outlookOf(sampleRecord(), library, TODAY);
    const [first, second] = terms;
    assert.ok(first && second);
    const counts = { met: 0, 'not-met': 0, 'not-due': 0, 'not-known': 0, 'not-applicable': 0 };
    const intervals = [
      { from: first.startsOn, to: first.endsOn, result: 'met' as const, counts },
      { from: second.startsOn, to: second.startsOn, result: 'not-met' as const, counts },
      { from: second.endsOn, to: '2040-01-01', result: 'not-due' as const, counts },
    ];
    assert.deepEqual(statesByTerm(intervals, terms.slice(0, 3)), ['met', 'not-met', 'not-due']);
    assert.deepEqual(statesByTerm([], terms.slice(0, 1)), ['not-known']);
    const none = { from: first.startsOn, to: first.endsOn, counts, result: 'not-applicable' as const };
    assert.deepEqual(statesByTerm([none], [first]), ['not-applicable']);
    const half = { ...none, to: first.startsOn };
    assert.deepEqual(statesByTerm([half, { ...none, result: 'met' as const }], [first]), ['met']);
  });
});

describe('Words', () => {
  test('whom a requirement concerns is said, with what is not known, and who leads where that differs', () => {
    const appliesTo = { leastSites: 2, because: 'It is asked of schools with more than one site.' };
    const open = { mayNotApply: 'Not known: how many.' };
    assert.equal(concernWords({}, open, { result: 'met' }), null);
    assert.equal(
      concernWords({ appliesTo }, open, { result: 'not-met' }),
      'It is asked of schools with more than one site. Not known: how many.',
    );
    const servers = { appliesTo: { equipment: ['server' as const], because: 'Of those with servers.' } };
    assert.match(
      concernWords(servers, { mayNotApply: null }, { result: 'not-known' }) ?? '',
      /If you have none, say so/,
    );
    assert.equal(concernWords(servers, { mayNotApply: null }, { result: 'not-applicable' }), 'Of those with servers.');
    const category = { lead: 'IT support', consult: ['governors'] };
    assert.equal(ownLeadWords({}, category), null);
    assert.equal(ownLeadWords({ lead: 'Headteacher' }, category), 'Headteacher. Together with: governors.');
    assert.equal(ownLeadWords({ consult: ['pupils'] }, category), 'IT support. Together with: pupils.');
  });

  test('every trigger of the library has words of its own', () => {
    const all = triggers.map((trigger) => triggerWords({ trigger }));
    assert.equal(new Set(all).size, triggers.length);
    for (const words of all) assert.match(words, /^It counts .*\.$/);
  });

  test('counts leave out what is none, and say until when something waits', () => {
    const counts = { met: 2, 'not-met': 1, 'not-due': 1, 'not-known': 0, 'not-applicable': 0 };
    assert.equal(countsWords(counts, '2027-09-01'), '2 met, 1 not met, 1 not due until 1 September 2027');
    assert.equal(countsWords({ ...counts, met: 0, 'not-met': 0, 'not-due': 0 }), 'none');
  });

  test('what lies ahead is said with its reason', () => {
    const stretch = {
      from: TODAY,
      to: '2027-08-31',
      result: 'met' as const,
      endsBecause: 'Support ends on 31 August 2027',
    };
    const then = { from: '2027-09-01', to: '2031-07-31', result: 'not-met' as const, endsBecause: null };
    assert.equal(
      aheadWords([stretch, then]),
      'Met until 31 August 2027, then not met. Support ends on 31 August 2027.',
    );
    assert.match(aheadWords([then]), /^Not met\. Nothing on record changes that before 31 July 2031\.$/);
  });

  test('what only rests on something else from then on is said so', () => {
    const byFact = { from: TODAY, to: '2027-02-20', result: 'met' as const, grounds: 'fact' as const };
    const byAnswer = { from: '2027-02-21', to: '2031-07-31', result: 'met' as const, grounds: 'answer' as const };
    assert.equal(
      aheadWords([
        { ...byFact, endsBecause: 'The restore is older than a term' },
        { ...byAnswer, endsBecause: null },
      ]),
      'Met. Nothing on record changes that before 31 July 2031. From 21 February 2027 only your answer says so. The restore is older than a term.',
    );
  });

  test('due dates come with why', () => {
    const wait = {
      result: 'not-due' as const,
      dueFrom: '2027-09-01',
      dueBecause: 'The contract ends',
      endsBecause: null,
    };
    assert.equal(dueBecauseWords(wait), 'Due from 1 September 2027. The contract ends.');
    assert.equal(dueBecauseWords({ ...wait, endsBecause: 'The contract ends' }), 'Due from 1 September 2027.');
    assert.equal(dueBecauseWords({ ...wait, result: 'met' }), null);
    const open = { ...wait, dueFrom: null, dueBecause: 'Not due until servers are replaced; the day is not known.' };
    assert.equal(dueBecauseWords(open), 'Not due until servers are replaced; the day is not known.');
  });

  test('a duty by law is not called guidance, and what is no duty is not called one', () => {
    const { requirements } = editionOf(library, '2026-09');
    const wordsOf = (id: string) => dutyWords(requirements.find((one) => one.id === id) ?? assert.fail(id));
    assert.equal(wordsOf('devices-4.waste-law'), 'It is a duty by law (the rules on electrical waste).');
    assert.equal(
      wordsOf('broadband-3.content-filter'),
      'It is a duty through statutory guidance (Keeping children safe in education).',
    );
    assert.equal(wordsOf('devices-4.certificates'), null);
  });

  test('a Wi-Fi generation has its name', () => {
    const threshold = { unit: 'Wi-Fi generation', byPhase: {} };
    assert.equal(thresholdWords(threshold, 6.5), 'Wi-Fi 6E or newer');
    assert.equal(thresholdWords(threshold, 7), 'Wi-Fi 7 or newer');
    assert.equal(thresholdWords({ ...threshold, unit: 'Mbps down' }, 1000), 'At least 1,000 Mbps down');
    assert.equal(thresholdWords({ unit: 'metres', atMost: true, byPhase: {} }, 90), 'At most 90 metres');
  });

  test('doubt is said in words wherever there is any', () => {
    assert.equal(doubtWords('seen'), null);
    for (const mark of ['two-or-more', 'transcription', 'vendor', 'recalled', 'derived', 'disputed'] as const) {
      assert.match(doubtWords(mark) ?? '', /^[A-Z].*\.$/);
    }
  });
});

describe('The form of a question', () => {
  const { question } = stateOf('a-1', 'to-ask');
  const TODAY = '2026-11-24';

  test('takes how it is known, or asks to mend it', () => {
    const known = (body: object) => parseAnswer(question, { choice: 'yes', ...body }, TODAY);
    const given = known({
      basis: 'document',
      by: 'the network manager',
      answeredOn: '3/5/2026',
      holdsUntil: '2/5/2027',
    });
    assert.deepEqual(
      [given.basis, given.by, given.answeredOn, given.holdsUntil, given.errors],
      ['document', 'the network manager', '2026-05-03', '2027-05-02', []],
    );
    const plain = known({});
    assert.deepEqual([plain.basis, plain.by, plain.answeredOn, plain.holdsUntil], ['asserted', null, null, null]);
    assert.equal(known({ choice: 'not-sure', holdsUntil: '2/5/2027' }).holdsUntil, null);
    const faults = (body: object) => known(body).errors.map(({ field }) => field);
    assert.deepEqual(faults({ basis: 'seen-by-peer' }), ['by']);
    assert.deepEqual(faults({ basis: 'seen-by-peer', by: 'Jo Smith, Ashfield Primary' }), []);
    assert.deepEqual(faults({ basis: 'guessed' }), ['basis']);
    assert.deepEqual(faults({ answeredOn: '25/11/2026' }), ['answeredOn']);
    assert.deepEqual(faults({ holdsUntil: '23/11/2026' }), ['holdsUntil']);
    assert.deepEqual(faults({ answeredOn: '1/11/2026', holdsUntil: '23/11/2026' }), []);
  });

  test('does not take a document that has expired, and takes one that is not kept here', () => {
    const kept = (parts: object) => [evidenceSchema.parse({ id: 'e', questionId: 'a-1', title: 'x', ...parts })];
    const expired = kept({ effectiveOn: '2025-01-01', expiresOn: '2026-11-23' });
    assert.equal(documentError('document', expired, TODAY)?.field, 'basis');
    assert.equal(documentError('document', kept({ effectiveOn: '2026-11-25' }), TODAY)?.field, 'basis');
    assert.equal(documentError('document', kept({ effectiveOn: '2026-11-24', expiresOn: '2026-11-24' }), TODAY), null);
    assert.equal(documentError('document', [], TODAY), null);
    assert.equal(documentError('measured', expired, TODAY), null);
  });

  test('says until when an answer usually counts, by what it decides', () => {
    const edition = {
      requirements: [
        { trigger: 'now', question: { id: 'a', met: ['yes'] } },
        { trigger: 'every-year', question: { id: 'b', met: ['yes'] } },
        { trigger: 'every-term', question: { id: 'c', met: ['yes'] } },
        { trigger: 'every-year', question: { id: 'c', met: ['yes'] } },
      ] as Requirement[],
    };
    const stored = {
      questionId: 'b',
      choice: 'yes',
      note: null,
      basis: 'document',
      by: 'the network manager',
      answeredOn: '2026-05-03',
      holdsUntil: '2027-05-02',
      version: 1,
      updatedAt: new Date(),
      personName: 'Pat Bursar',
    } as const;
    const until = (id: string) => knownTexts(edition, id, null, false, TODAY)['holdsUntil'];
    assert.deepEqual([until('a'), until('b'), until('c')], ['', '23 November 2027', '23 March 2027']);
    const again = (parts: object, isLapsed = false) =>
      knownTexts(edition, 'b', { ...stored, ...parts }, isLapsed, TODAY);
    // The usual day moves on with the day of answering; a chosen one, or none, stays.
    assert.deepEqual(again({}), {
      basis: 'document',
      by: 'the network manager',
      answeredOn: '',
      holdsUntil: '23 November 2027',
    });
    assert.equal(again({ holdsUntil: '2028-01-01' })['holdsUntil'], '1 January 2028');
    assert.equal(again({ holdsUntil: null })['holdsUntil'], '');
    assert.equal(again({ holdsUntil: '2026-06-01' }, true)['holdsUntil'], '23 November 2027');
    assert.equal(again({ by: 'Pat Bursar' })['by'], '');
  });

  test('takes a choice, a note and the version that was seen', () => {
    const given = parseAnswer(
      question,
      { choice: 'yes', note: ' Kept in the office ', version: '3', from: 'check' },
      TODAY,
    );
    assert.deepEqual(
      [given.choice, given.note, given.version, given.from, given.errors],
      ['yes', 'Kept in the office', 3, 'check', []],
    );
  });

  test('says what to mend and keeps what was typed, whatever is sent', () => {
    const given = parseAnswer(question, { choice: 'perhaps', note: 'x'.repeat(4001) }, TODAY);
    assert.equal(given.choice, null);
    assert.equal(given.typed.note.length, 4001);
    assert.deepEqual(
      given.errors.map(({ field }) => field),
      ['choice', 'note'],
    );
    fc.assert(
      fc.property(fc.anything(), (body) => {
        const read = parseAnswer(question, body, TODAY);
        assert.ok(Number.isSafeInteger(read.version));
        assert.ok(!(read.note ?? '').includes('\0'));
      }),
    );
  });
});
