import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Candidate, PlanNeed, PlanningProblem } from '../domain/planning.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { Category, Edition, Library, Requirement, Standard } from '../library/library.ts';
import { compileProblem } from './compile-problem.ts';
import { emptyEdition, madeLibrary, madeRecord, phoneLibrary } from './made-school.ts';

const compile = (record: SchoolRecord, library: Library): PlanningProblem =>
  compileProblem(record, library, emptyEdition);
const onlyNeed = (problem: PlanningProblem): PlanNeed => {
  assert.equal(problem.needs.length, 1);
  return problem.needs[0]!;
};
const at = (need: PlanNeed, optionId: string, term: number): Candidate => {
  const found = need.candidates.find((one) => one.optionId === optionId && one.term === term);
  assert.ok(found, `${optionId} in term ${term}`);
  return found;
};
const ruledOut = (need: PlanNeed, optionId: string, term: number): string | undefined =>
  need.ruledOut.find((one) => one.optionId === optionId && one.term === term)?.kind;

const phoneContract = {
  id: 'old',
  title: 'Old phones',
  type: 'phones',
  annualCostPence: 365_000,
  startsOn: '2020-01-01',
  endsOn: '2028-03-31',
  renewal: 'by-agreement',
};
const priced = [
  'oneOffCapital: { basis: school, bands: [[null, 1000, 3000]] }',
  'yearlyRevenue: { basis: school, bands: [[null, 1000, 2000]] }',
];

describe('cash of a candidate', () => {
  const record = madeRecord({ contracts: [phoneContract] });

  it('puts the one-off into the year of the start, the yearly from completion, and takes the old contract off', () => {
    const need = onlyNeed(compile(record, phoneLibrary(priced)));
    // Starts in autumn 2027, complete in spring 2028 (3 January); the old contract is paid to 31 March.
    const candidate = at(need, 'change:old', 2);
    assert.equal(candidate.completeTerm, 3);
    assert.deepEqual(candidate.capitalPence, [0, 200_000, 0, 0, 0, 0]);
    const lastYear = Math.round((150_000 * 279) / 366) - Math.round((365_000 * 279) / 366);
    assert.deepEqual(candidate.revenuePence, [
      0,
      Math.round((150_000 * 89) / 366),
      -215_000,
      -215_000,
      -215_000,
      lastYear,
    ]);
  });

  it('adds up: whole-life cost is all cash, and its range holds it', () => {
    for (const candidate of onlyNeed(compile(record, phoneLibrary(priced))).candidates) {
      const cash = [...candidate.capitalPence, ...candidate.revenuePence].reduce((sum, pence) => sum + pence, 0);
      assert.equal(candidate.wholeLifePence, cash);
      assert.ok(candidate.wholeLifeRange.lowPence <= cash && cash <= candidate.wholeLifeRange.highPence);
      for (const pence of [...candidate.capitalPence, ...candidate.revenuePence])
        assert.ok(Number.isSafeInteger(pence));
    }
  });

  it('prices renewal as a share of what the contract costs', () => {
    const share = [
      'yearlyRevenue: { basis: school, bands: [[null, 9, 9]], percentOfContract: { low: 100, high: 110 } }',
    ];
    const need = onlyNeed(compile(record, phoneLibrary(share)));
    // Complete on 17 April 2028, 17 days after the old contract's end: the new one follows on 1 April.
    assert.deepEqual(at(need, 'change:old', 3).revenuePence.slice(0, 4), [0, 0, 18_300, 18_300]);
    assert.equal(need.options[0]?.placeholderPrice, true);
  });

  it('takes a quote in place of the range', () => {
    const quotes = [
      { optionId: 'change', oneOffPence: 1, yearlyPence: 2, quotedOn: '2026-11-20' },
      { optionId: 'change:old', oneOffPence: 77_700, yearlyPence: 400_000, quotedOn: '2026-11-02' },
      { optionId: 'change:old', oneOffPence: 99_900, yearlyPence: 400_000, quotedOn: '2026-10-01' },
    ];
    const need = onlyNeed(compile(madeRecord({ contracts: [phoneContract], quotes }), phoneLibrary(priced)));
    const candidate = at(need, 'change:old', 3);
    assert.deepEqual(candidate.capitalPence, [0, 77_700, 0, 0, 0, 0]);
    assert.equal(candidate.revenuePence[2], 35_000);
    assert.deepEqual(candidate.wholeLifeRange, {
      lowPence: candidate.wholeLifePence,
      highPence: candidate.wholeLifePence,
    });
    assert.equal(need.options[0]?.placeholderPrice, false);
    assert.equal(need.options[1]?.placeholderPrice, false, 'what costs nothing needs no quote');
  });

  it('keeps the part that a quote leaves open as a range', () => {
    const quotes = [{ optionId: 'change', oneOffPence: 50_000 }];
    const need = onlyNeed(compile(madeRecord({ contracts: [phoneContract], quotes }), phoneLibrary(priced)));
    assert.equal(at(need, 'change:old', 3).capitalPence[1], 50_000);
    assert.equal(need.options[0]?.placeholderPrice, true);
  });

  it('charges early termination in the year of the change where that is cheaper', () => {
    const contract = { ...phoneContract, earlyTerminationPence: 1000 };
    const need = onlyNeed(compile(madeRecord({ contracts: [contract] }), phoneLibrary(priced)));
    const candidate = at(need, 'change:old', 2);
    const days = 89;
    assert.equal(
      candidate.revenuePence[1],
      Math.round((150_000 * days) / 366) + 1000 - Math.round((365_000 * days) / 366),
    );
  });

  it('stops paying, and stops holding, when the result lapses', () => {
    const need = onlyNeed(compile(record, phoneLibrary([...priced, 'lifeYears: 2'])));
    const candidate = at(need, 'change:old', 3);
    // From 1 April 2028 to 31 March 2030, when the spring term of 2030 has had its last school day.
    assert.equal(candidate.lapsesTerm, 10);
    assert.deepEqual(candidate.revenuePence.slice(2), [
      -215_000,
      -215_000,
      -365_000,
      Math.round((-365_000 * 279) / 366),
    ]);
  });

  it("falls into an academy's own years", () => {
    const academy = madeRecord({ contracts: [phoneContract] }, { governance: 'academy' });
    const problem = compile(academy, phoneLibrary(priced));
    assert.deepEqual(
      problem.years.map(({ startsOn }) => startsOn.slice(5)),
      ['09-01', '09-01', '09-01', '09-01', '09-01', '09-01'],
    );
    const candidate = at(onlyNeed(problem), 'change:old', 2);
    assert.deepEqual(candidate.capitalPence, [0, 200_000, 0, 0, 0, 0]);
    // Double until 31 March, then both the new cost and the saving to 31 August 2028.
    const fresh = Math.round((150_000 * 242) / 366);
    assert.equal(candidate.revenuePence[1], fresh - Math.round((365_000 * 153) / 366));
  });

  it('never counts the saving of one contract in two needs', () => {
    const system = { id: 's', name: 'Phones', kind: 'phones', hosting: 'on-site', contractId: 'old' };
    const twice = madeLibrary(`needs:
${['one', 'two']
  .map(
    (name) => `  - id: ${name}
    name: ${name}
    group: systems
    systems: [{ kind: phones, hosting: on-site }]
    doNothing: Nothing.
    options:
      - { id: ${name}-a, name: A, kind: cloud, summary: A., heading: E20A, endsContractTypes: [phones], movesSystems: [phones], source: own }
      - { id: ${name}-b, name: B, kind: do, summary: B., heading: E20A, source: own }`,
  )
  .join('\n')}
`);
    const problem = compile(madeRecord({ contracts: [phoneContract], systems: [system] }), twice);
    assert.deepEqual(
      problem.needs.map(({ candidates }) =>
        Math.sign(candidates.find(({ optionId }) => optionId.endsWith('-a'))?.wholeLifePence ?? 1),
      ),
      [-1, 0],
    );
  });
});

describe('what the need itself asks', () => {
  it('leaves a term whole where the contract ends in its holiday, and weighs more what stops for good', () => {
    const kept = (contract: object): [number | undefined, number | undefined] => {
      const problem = compile(madeRecord({ contracts: [contract] }), phoneLibrary([]));
      const own = problem.requirements.find(({ id }) => id === 'kept.phones:old');
      return [own?.metWithout.indexOf(false), own?.weight];
    };
    assert.deepEqual(kept({ ...phoneContract, endsOn: '2027-08-31' }), [2, 2]);
    assert.deepEqual(kept({ ...phoneContract, endsOn: '2027-07-01' }), [1, 2]);
    assert.deepEqual(kept({ ...phoneContract, endsOn: '2027-08-31', renewal: 'none' }), [2, 7]);
  });
});

describe('which starts are allowed', () => {
  it("waits for the time to choose and buy: the library's, or the contract's own", () => {
    // The first terms start on 4 January (41 days off) and 12 April 2027 (139 days).
    const open = { ...phoneContract, endsOn: '2027-01-20' };
    const kinds = (lines: string[], contract: object): (string | undefined)[] => {
      const need = onlyNeed(compile(madeRecord({ contracts: [contract] }), phoneLibrary(lines)));
      return [0, 1].map((term) => ruledOut(need, 'change:old', term));
    };
    assert.deepEqual(kinds(['leadInDays: 41'], open), [undefined, 'contract']);
    assert.deepEqual(kinds(['leadInDays: 42'], open), ['lead-in', 'contract']);
    assert.deepEqual(kinds(['leadInDays: 41'], { ...open, leadInDays: 60 }), ['lead-in', 'contract']);
    assert.deepEqual(kinds(['leadInDays: 300'], { ...open, leadInDays: 10 }), [undefined, 'contract']);
  });

  const wifi = (lines: string): Library =>
    madeLibrary(`needs:
  - id: wifi
    name: Wi-Fi
    group: wifi
    equipmentKinds: [access-point]
    keeps: { text: Within support, weight: 5 }
    doNothing: Nothing.
    options:
      - { id: new, name: New, kind: buy, summary: New., heading: E20F, source: own, ${lines} }
      - { id: more, name: More, kind: extend, summary: More., heading: E20F, lifeYears: 2, source: own }
`);
  const points = [{ id: 'ap', name: 'Access points', kind: 'access-point', quantity: 10, supportEndsOn: '2027-06-30' }];

  it('does disruptive work only where the holiday is long enough', () => {
    const need = onlyNeed(compile(madeRecord({ equipment: points }), wifi('holidayDays: 20')));
    const terms = need.candidates.filter(({ optionId }) => optionId === 'new').map(({ term }) => term);
    assert.deepEqual(terms, [1, 4, 7, 10, 13]);
    assert.equal(ruledOut(need, 'new', 0), 'holiday');
  });

  it('lets work of two terms use either holiday', () => {
    const need = onlyNeed(compile(madeRecord({ equipment: points }), wifi('holidayDays: 20, durationTerms: 2')));
    const terms = need.candidates.filter(({ optionId }) => optionId === 'new').map(({ term }) => term);
    assert.deepEqual(terms, [0, 1, 3, 4, 6, 7, 9, 10, 12, 13]);
  });

  it('keeps clear of days on which nobody may be disturbed', () => {
    const blackouts = [{ name: 'Moving house', startsOn: '2027-07-20', endsOn: '2027-08-20' }];
    const need = onlyNeed(compile(madeRecord({ equipment: points, limits: { blackouts } }), wifi('holidayDays: 20')));
    assert.equal(ruledOut(need, 'new', 1), 'blackout');
    assert.equal(ruledOut(need, 'new', 4), undefined);
  });

  it('offers no more support long after it ended, and no replacement years before', () => {
    const need = onlyNeed(compile(madeRecord({ equipment: points }), wifi('durationTerms: 1')));
    assert.equal(ruledOut(need, 'more', 4), undefined);
    assert.equal(ruledOut(need, 'more', 5), 'too-late');
    const later = [{ ...points[0], supportEndsOn: '2030-06-30' }];
    const far = onlyNeed(compile(madeRecord({ equipment: later }), wifi('durationTerms: 1')));
    assert.equal(ruledOut(far, 'new', 0), 'not-yet-needed');
    assert.ok(at(far, 'new', 7));
  });

  it('does not pay twice for more than a year, and says until when the contract binds', () => {
    const line = {
      id: 'old',
      title: 'Line',
      type: 'broadband',
      annualCostPence: 100,
      startsOn: '2020-01-01',
      endsOn: '2030-08-31',
      renewal: 'none',
    };
    const systems = [{ id: 's', name: 'Phones', kind: 'phones', hosting: 'on-site', contractId: 'old' }];
    const library = madeLibrary(`needs:
  - id: line
    name: Line
    group: connection
    systems: [{ kind: phones, hosting: on-site }]
    doNothing: Nothing.
    options:
      - { id: new, name: New, kind: buy, summary: New., heading: E20A, endsContractTypes: [broadband], source: own }
      - { id: none, name: None, kind: do, summary: None., heading: E20A, source: own }
`);
    const need = onlyNeed(compile(madeRecord({ contracts: [line], systems }), library));
    assert.equal(ruledOut(need, 'new', 4), 'contract');
    assert.match(need.ruledOut.find(({ term }) => term === 4)?.reason ?? '', /bound until 31 August 2030/);
    assert.ok(at(need, 'new', 8));
  });
});

describe('the last day to decide', () => {
  const lines = [...priced, 'leadInDays: 30'];

  it("is the term's first day less the lead-in, back to the last governors' meeting", () => {
    const limits = { governorsMeetings: ['2028-02-01', '2027-12-07', '2028-03-20'] };
    const contract = { ...phoneContract, endsOn: '2028-08-31' };
    const need = onlyNeed(compile(madeRecord({ contracts: [contract], limits }), phoneLibrary(lines)));
    const early = at(need, 'change:old', 3);
    assert.equal(early.decideBy, '2027-12-04');
    assert.match(early.decideByReason ?? '', /decision between meetings/);
    const late = at(need, 'change:old', 4);
    assert.equal(late.decideBy, '2028-02-01');
    assert.match(late.decideByReason ?? '', /17 April 2028 and takes 30 days/);
  });

  it('is bound by the last safe notice date', () => {
    const rolling = { ...phoneContract, renewal: 'automatic', renewalMonths: 12, noticeCount: 6, noticeUnit: 'months' };
    const limits = { governorsMeetings: ['2027-09-14', '2027-10-12'] };
    const need = onlyNeed(compile(madeRecord({ contracts: [rolling], limits }), phoneLibrary(lines)));
    const candidate = at(need, 'change:old', 3);
    assert.equal(candidate.decideBy, '2027-09-14');
    assert.match(
      candidate.decideByReason ?? '',
      /Notice to end "Old phones" on 31 March 2028 must be given by 30 September 2027/,
    );
  });

  it('needs no meeting where nothing is spent, and says where none is written down', () => {
    const need = onlyNeed(compile(madeRecord({ contracts: [phoneContract] }), phoneLibrary(lines)));
    assert.equal(at(need, 'leave:old', 3).decideBy, '2028-01-03');
    assert.match(at(need, 'change:old', 3).decideByReason ?? '', /No governors' meetings are written down/);
  });
});

describe('money free for the plan', () => {
  const budgets = [
    { year: '2027-28', capitalPence: 500, revenuePence: 400_000 },
    { year: '2026-27', capitalPence: 100, revenuePence: 200_000 },
  ];

  it('is the budget less what contracts take, never less than nought, and says so', () => {
    const { years } = compile(madeRecord({ contracts: [phoneContract], limits: { budgets } }), phoneLibrary([]));
    assert.deepEqual(
      years.slice(0, 3).map(({ capitalPence, revenuePence }) => [capitalPence, revenuePence]),
      [
        [100, 0],
        [500, 35_000],
        [500, 35_000],
      ],
    );
    assert.match(years[0]?.notes?.join() ?? '', /more than the revenue budget/);
    assert.match(years[2]?.notes?.join() ?? '', /the one for 2027-28 is used/);
  });

  it("counts the last year up to the plan's last day", () => {
    const year = compile(madeRecord({ limits: { budgets } }), phoneLibrary([])).years.at(-1);
    assert.equal(year?.revenuePence, Math.round((400_000 * 279) / 366));
  });

  it('is nothing before the first budget written down', () => {
    const { years } = compile(madeRecord({ limits: { budgets: [budgets[0]] } }), phoneLibrary([]));
    assert.deepEqual([years[0]?.capitalPence, years[0]?.revenuePence], [0, 0]);
  });
});

describe('what people have fixed', () => {
  it("finds terms by our id or the school's own, and drops what no longer stands", () => {
    const limits = { terms: [{ id: 'own-id', name: 'Spring', startsOn: '2028-01-04', endsOn: '2028-03-31' }] };
    const locks = [
      { needId: 'phones:old', optionId: 'change:old', term: 'own-id' },
      { needId: 'gone', optionId: 'change:old', term: 'own-id' },
      { needId: 'phones:old', optionId: 'change:old', term: '2020-spring' },
    ];
    const agreed = [{ needId: 'phones:old', optionId: null, term: 'anything' }];
    const problem = compile(madeRecord({ contracts: [phoneContract], limits, locks, agreed }), phoneLibrary([]));
    assert.deepEqual(problem.locks, [{ needId: 'phones:old', optionId: 'change:old', term: 3 }]);
    assert.deepEqual(problem.agreed, [{ needId: 'phones:old', optionId: null, term: 0 }]);
  });
});

describe('what a plan is made for', () => {
  const requirement = (id: string, standardId: string): Requirement => ({
    id,
    standardId,
    text: 'Something holds.',
    level: 'must',
    trigger: 'now',
    triggerRule: null,
    duty: false,
    weight: 5,
    threshold: null,
    evidence: 'A note.',
    dependsOn: [],
    fact: null,
    question: null,
    source: OWN,
  });
  const OWN = { title: 'Made', url: '', asAt: '2026-11-01', licence: 'MIT', confidence: 'derived' as const };
  const category = (id: string, core: boolean): Category => ({
    id,
    name: id,
    core,
    group: 'network',
    lead: 'IT support',
    consult: [],
    dueOn: null,
    dueNote: null,
    underperforming: null,
    source: OWN,
  });
  const standard = (id: string, categoryId: string): Standard => {
    return { id, categoryId, name: id, asks: 'Something.', why: 'Because.', dependsOn: [], source: OWN };
  };
  const edition: Edition = {
    ...emptyEdition,
    categories: [category('inner', true), category('outer', false)],
    standards: [standard('inner-1', 'inner'), standard('outer-1', 'outer'), standard('outer-2', 'outer')],
    requirements: [
      requirement('inner-1.a', 'inner-1'),
      requirement('outer-1.a', 'outer-1'),
      requirement('outer-1.b', 'outer-1'),
      requirement('outer-2.a', 'outer-2'),
    ],
  };

  it('is all that is core, and of the rest what some option meets', () => {
    const library = phoneLibrary(['satisfies: [outer-1.b]']);
    const { requirements, standards } = compileProblem(madeRecord({}), library, edition);
    assert.deepEqual(
      requirements.map(({ id }) => id),
      ['inner-1.a', 'outer-1.b'],
    );
    assert.deepEqual(
      standards.map(({ id, core }) => [id, core]),
      [
        ['inner-1', true],
        ['kept-up', false],
        ['outer-1', false],
      ],
    );
  });
});

describe('the same record in any order', () => {
  it('gives the same problem', () => {
    const contracts = ['c', 'a', 'b'].map((id, index) => ({
      ...phoneContract,
      id,
      title: id,
      annualCostPence: index + 1,
    }));
    const limits = {
      budgets: [
        { year: '2027-28', capitalPence: 5, revenuePence: 9 },
        { year: '2026-27', capitalPence: 4, revenuePence: 8 },
      ],
      governorsMeetings: ['2027-12-07', '2027-03-01', '2028-02-01'],
      holidays: [
        { name: 'B', startsOn: '2027-08-01', endsOn: '2027-09-05' },
        { name: 'A', startsOn: '2027-07-21', endsOn: '2027-07-31' },
      ],
    };
    const quotes = [
      { optionId: 'change:a', oneOffPence: 5 },
      { optionId: 'change:a', oneOffPence: 7 },
    ];
    const library = phoneLibrary(priced);
    const expected = JSON.stringify(compile(madeRecord({ contracts, limits, quotes }), library));
    const shuffled = <T>(rows: T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray(rows, { minLength: rows.length });
    fc.assert(
      fc.property(
        shuffled(contracts),
        shuffled(limits.budgets),
        shuffled(limits.governorsMeetings),
        shuffled(limits.holidays),
        shuffled(quotes),
        (rows, budgets, governorsMeetings, holidays, offers) => {
          const turned = madeRecord({
            contracts: rows,
            limits: { budgets, governorsMeetings, holidays },
            quotes: offers,
          });
          assert.equal(JSON.stringify(compile(turned, library)), expected);
        },
      ),
      { numRuns: 25 },
    );
  });
});
