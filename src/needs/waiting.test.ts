/** What a plan leaves for later: what nobody knows and nothing asks for yet, and what comes after everything else. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SchoolRecord } from '../domain/record.ts';
import type { Category, Edition, Library, Requirement } from '../library/library.ts';
import { compileProblem } from './compile-problem.ts';
import { leftForNow } from './left-for-now.ts';
import { emptyEdition, madeLibrary, madeRecord } from './made-school.ts';

const source = { title: 'Made', url: '', asAt: '2026-11-01', licence: 'MIT', confidence: 'derived' as const };

const room: Requirement = {
  id: 'room-1.lock',
  standardId: 'room-1',
  text: 'The room is locked.',
  level: 'must',
  trigger: 'at-replacement',
  triggerRule: 'servers-support-end',
  duty: false,
  weight: 6,
  threshold: null,
  evidence: 'A look.',
  dependsOn: [],
  fact: null,
  question: null,
  source,
};

/** One standard with one requirement; with a day by which it should be met, or without. */
function edition(dueOn: string | null, parts: Partial<Requirement> = {}): Edition {
  const category: Category = {
    id: 'room',
    name: 'Room',
    core: dueOn !== null,
    group: 'systems',
    lead: 'IT support',
    consult: [],
    dueOn,
    dueNote: null,
    underperforming: null,
    source,
  };
  return {
    ...emptyEdition,
    categories: [category],
    standards: [{ id: 'room-1', categoryId: 'room', name: 'Room', asks: 'A.', why: 'B.', dependsOn: [], source }],
    requirements: [{ ...room, ...parts }],
  };
}

const roomLibrary: Library = madeLibrary(`needs:
  - id: lock
    name: A lock
    group: systems
    requirements: [room-1.lock]
    doNothing: Anyone walks in.
    options:
      - { id: lock-own, name: Fit one, kind: do, summary: Fit it., heading: E20G, staffDays: 1, satisfies: [room-1.lock], source: own }
      - { id: lock-paid, name: Have one fitted, kind: managed, summary: Pay., heading: E20G, satisfies: [room-1.lock], source: own }
`);

const server = (supportEndsOn: string | null): SchoolRecord =>
  madeRecord({
    equipment: [{ id: 's', name: 'Server', kind: 'server', quantity: 1, ...(supportEndsOn ? { supportEndsOn } : {}) }],
  });
const noServer = madeRecord({});

describe('what nobody knows and nothing asks for yet', () => {
  it('counts as not met from the day on which it would be due, and is offered from a year before', () => {
    const record = server('2029-08-31');
    const { requirements, needs, terms } = compileProblem(record, roomLibrary, edition(null));
    const first = requirements[0]!.metWithout.indexOf(false);
    assert.equal(terms[first]?.name, 'Autumn term 2029');
    const [need] = needs;
    assert.equal(terms[need!.candidates[0]!.term]?.name, 'Summer term 2028');
    assert.deepEqual(
      [...new Set(need!.ruledOut.map(({ kind, reason }) => `${kind}: ${reason}`))],
      ['not-yet-needed: Nothing that it meets is due before the autumn term 2029.'],
    );
    assert.match(need!.because[0] ?? '', /^Not known from 1 September 2029: The room is locked/);
    assert.deepEqual(leftForNow(record, roomLibrary, edition(null), record.asAt), []);
  });

  it('is planned for at once where it is due already, or has no trigger', () => {
    for (const [record, given] of [
      [server('2026-06-30'), edition(null)],
      [noServer, edition(null, { trigger: 'now', triggerRule: null })],
    ] as const) {
      const { requirements, needs } = compileProblem(record, roomLibrary, given);
      assert.equal(requirements[0]?.metWithout[0], false);
      assert.equal(needs[0]?.candidates[0]?.term, 0);
      assert.deepEqual(leftForNow(record, roomLibrary, given, record.asAt), []);
    }
  });

  it('makes no need where the day is not known or comes after the plan, and is named with the reason', () => {
    for (const [record, reason] of [
      [
        noServer,
        /Nobody has said whether it is met\. Not due until the servers are due to be replaced; the day is not known\./,
      ],
      [server('2040-08-31'), /Nobody has said whether it is met\. Support of Server ends on 31 August 2040\./],
    ] as const) {
      assert.deepEqual(compileProblem(record, roomLibrary, edition(null)).needs, []);
      const [left, ...more] = leftForNow(record, roomLibrary, edition(null), record.asAt);
      assert.deepEqual([left?.requirementId, more.length], ['room-1.lock', 0]);
      assert.match(left?.reason ?? '', reason);
    }
  });

  it('is worked towards whatever is known, where the standard has a day of its own', () => {
    const { requirements, needs } = compileProblem(server('2029-08-31'), roomLibrary, edition('2030-08-31'));
    assert.equal(requirements[0]?.metWithout[0], false);
    assert.equal(needs[0]?.candidates[0]?.term, 0);
  });

  it('is named where nothing in the library meets it', () => {
    const [left] = leftForNow(
      noServer,
      madeLibrary('needs: []'),
      edition(null, { trigger: 'now', triggerRule: null }),
      '2026-11-24',
    );
    assert.equal(left?.reason, 'Nothing in the library meets it yet.');
  });
});

describe('what a requirement counts', () => {
  const countsIn = (given: Edition) => {
    const [first] = compileProblem(server('2026-06-30'), roomLibrary, given).requirements;
    return [first?.weight, first?.comesAfter ?? false];
  };

  it('is the same outside the core, but only after all of the core', () => {
    assert.deepEqual(countsIn(edition('2030-08-31')), [6, false]);
    assert.deepEqual(countsIn(edition(null)), [6, true]);
  });
});

describe('what comes after everything else', () => {
  const library = (words: string): Library =>
    madeLibrary(`needs:
  - id: phones
    name: Phones
    group: systems
    contractTypes: [phones]
    each: contract
    keeps: { text: Chosen afresh, weight: 2 }
    doNothing: It rolls on.
    options:
      - { id: change, name: Change, kind: do, summary: Change it., heading: E20A, source: own }
      - { id: leave, name: Leave, kind: do, summary: Leave it., heading: E20A, source: own }
  - id: lock
    name: A lock
    group: systems
    requirements: [room-1.lock]
    doNothing: Anyone walks in.
    options:
      - { id: lock-own, name: Fit one, kind: do, summary: Fit it., heading: E20G, ${words}, satisfies: [room-1.lock], source: own }
      - { id: lock-paid, name: Pay, kind: managed, summary: Pay., heading: E20G, satisfies: [room-1.lock], source: own }
`);
  const contract = { id: 'old', title: 'Old phones', type: 'phones', endsOn: '2028-03-31', renewal: 'by-agreement' };
  const afterOf = (words: string): (string[] | undefined)[] => {
    const record = madeRecord({ contracts: [contract] });
    const given = edition(null, { trigger: 'now', triggerRule: null });
    const need = compileProblem(record, library(words), given).needs.find(({ id }) => id === 'lock');
    return need?.options.map(({ after }) => after) ?? [];
  };

  it('waits even for what still holds, where the option says so', () => {
    assert.deepEqual(afterOf('after: [phones]'), [[], []]);
    assert.deepEqual(afterOf('afterAll: [phones]'), [['phones:old'], []]);
  });
});
