/**
 * Tries a rule out before a school meets it: with made entries whose fields take the values on which its expressions turn
 * (each choice, each side of a number or a day, not known). So a rule is found that can never be met, that does not say what
 * holds where a field is not known, or whose finding changes on a day that it does not name. What can only be tried is not
 * proven: the grid is of the fields that the rule reads and of the values that it compares them with.
 */
import { addDays, addMonths, type PlainDate } from '../domain/dates.ts';
import { seededFractions } from '../domain/seeded.ts';
import type { AddFault, FactRule, RuleJudge, RuleList } from './fact-rule.ts';
import { entryClasses, entryFields, kindsOf, type EntryField, type RuleEntry } from './rule-entries.ts';
import { ExpressionError, type Expression } from './rule-expressions.ts';
import { registers, type Register, type RuleData } from './rule-file.ts';
import { ofKinds, only, shiftDay, situationOf, type EntrySource, type Moment } from './rule-situation.ts';

const DAY: PlainDate = '2026-11-24';
const THRESHOLD = 5;
/** More entries than this are not tried one by one but drawn from. */
const MOST_ENTRIES = 800;
const DRAWS = 250;
/** By how many the days of change are checked: each is looked at on some twenty days. */
const ENTRIES_OVER_TIME = 40;
const DRAWS_OVER_TIME = 15;

type Outcome = string;

/** Reports what a rule gets wrong, each thing once. */
export function tryRule(rule: FactRule, data: RuleData, add: AddFault): void {
  const said = new Set<string>();
  const fault: AddFault = (path, message) => {
    const key = `${path.join('.')} ${message}`;
    if (!said.has(key)) add(path, message);
    said.add(key);
  };
  const grids = gridsOf(rule);
  tryConditions(rule, grids, fault);
  // An expression that fails is reported there; to go on would report it again in other words.
  if (said.size > 0) return;
  const seen = new Set<Outcome>();
  for (const source of sources(rule, grids, rule.judge.by === 'cases' ? DRAWS : 1))
    if (
      !attempt(
        () => outcomesOf(rule, source, moment(DAY)).forEach((outcome) => seen.add(outcome)),
        placeOf(data),
        fault,
      )
    )
      return;
  if (rule.judge.by === 'every' || rule.judge.by === 'any') checkAnswers(seen, data, fault);
  if (rule.judge.by === 'cases')
    rule.judge.cases.forEach((_, i) => {
      if (!seen.has(`case ${i}`))
        fault(
          ['cases', i],
          'this case is never reached, as far as can be tried: an earlier one holds, or it never does',
        );
    });
  if (rule.shifts.length > 0 && said.size === 0) checkChanges(rule, grids, data, fault);
}

function placeOf(data: RuleData): readonly string[] {
  return data.pass === undefined ? (data.cases === undefined ? ['id'] : ['cases']) : ['pass'];
}

/** Whether it could be worked out; where not, why is reported. */
function attempt(work: () => void, path: readonly (string | number)[], fault: AddFault): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    fault(path, `${error.message} (it must say what holds where a field is not known: … == null ? notKnown : …)`);
    return false;
  }
}

function moment(day: PlainDate): Moment {
  return { day, asAt: DAY, threshold: THRESHOLD };
}

/** A condition that always holds, or never does, says nothing. */
function tryConditions(rule: FactRule, grids: Grids, fault: AddFault): void {
  const conditions: { where: Expression | null; list: RuleList; path: readonly (string | number)[] }[] = [
    ...rule.lists.map((list) => ({ where: list.where, list, path: ['looksAt', list.name, 'where'] })),
    ...rule.counts.map(({ name, list, where }) => ({ where, list, path: ['counts', name] })),
    ...rule.shifts.map(({ list, where }, i) => ({ where, list, path: ['changes', i] })),
  ];
  for (const { where, list, path } of conditions) {
    if (where === null) continue;
    const seen = new Set<boolean>();
    const items = ofKinds(grids[list.register], list);
    const isSound = attempt(
      () => items.forEach((item) => seen.add(where.run({ item, ...moment(DAY), notKnown: null }) === true)),
      path,
      fault,
    );
    if (isSound && seen.size < 2)
      fault(path, `this condition ${seen.has(true) ? 'always' : 'never'} holds, as far as can be tried`);
  }
  rule.shifts.forEach((shift, i) => {
    attempt(() => grids[shift.list.register].forEach((item) => shiftDay(shift, item)), ['changes', i], fault);
  });
}

/** That every answer that can come is put into words, and none that cannot. */
function checkAnswers(seen: ReadonlySet<Outcome>, { says = {} }: RuleData, fault: AddFault): void {
  if (!seen.has('true') && !seen.has('false'))
    return fault(['pass'], 'is never true and never false, as far as can be tried, so the rule answers nothing');
  const answers = [
    ['true', 'met'],
    ['false', 'notMet'],
    ['null', 'notKnown'],
  ] as const;
  for (const [answer, key] of answers) {
    const word = answer === 'null' ? 'notKnown' : answer;
    if (seen.has(answer) && says[key] === undefined)
      fault(['pass'], `can come to ${word}: put into words in says.${key}`);
    if (!seen.has(answer) && says[key] !== undefined)
      fault(
        ['says', key],
        `pass is never ${word}, as far as can be tried: mend it, or leave this out where that is meant`,
      );
  }
}

/** That the finding changes by itself on no other day than those that `changes` names. */
function checkChanges(rule: FactRule, grids: Grids, data: RuleData, fault: AddFault): void {
  for (const source of [...oneByOne(rule, grids), ...sources(rule, grids, DRAWS_OVER_TIME)]) {
    const changes = new Set<PlainDate>();
    const around = new Set<PlainDate>();
    for (const shift of rule.shifts)
      for (const item of ofKinds(source.entriesOf(shift.list.register), shift.list)) {
        const on = shiftDay(shift, item);
        if (on !== null) changes.add(on);
        for (const value of Object.values(item)) if (isDay(value)) around.add(value);
      }
    const days = [
      ...new Set([...changes, ...around].flatMap((day) => [addDays(day, -1), day, addDays(day, 1)])),
    ].sort();
    let before: { day: PlainDate; outcome: string } | null = null;
    for (const day of days) {
      const outcome = outcomesOf(rule, source, moment(day)).join();
      const since = before?.day ?? day;
      if (before !== null && before.outcome !== outcome && ![...changes].some((on) => on > since && on <= day))
        return fault(
          data.changes.length > 0 ? ['changes'] : ['id'],
          `the finding changes on a day that changes does not name (tried with ${describe(rule, source)}: between ${since} and ${day})`,
        );
      before = { day, outcome };
    }
  }
}

/** Some entries, spread over the grid, each by itself. */
function oneByOne({ shifts }: FactRule, grids: Grids): EntrySource[] {
  return [...new Set(shifts.map(({ list }) => list.register))].flatMap((register) => {
    const step = Math.max(1, Math.ceil(grids[register].length / ENTRIES_OVER_TIME));
    const some = grids[register].filter((_, i) => i % step === 0);
    return some.map((entry) => made((each) => (each === register ? [entry] : [])));
  });
}

function describe(rule: FactRule, source: EntrySource): string {
  const [item] = rule.shifts.flatMap(({ list }) => ofKinds(source.entriesOf(list.register), list));
  const dates = item === undefined ? [] : Object.entries(item).filter(([, value]) => isDay(value));
  return dates.map(([name, value]) => `${name} ${String(value)}`).join(', ');
}

function isDay(value: unknown): value is PlainDate {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

/** What the rule comes to, in few words: of each entry, or which case. */
function outcomesOf(rule: FactRule, source: EntrySource, at: Moment): Outcome[] {
  const { listOf, bindings } = situationOf(rule, source, at);
  const { judge } = rule;
  if (judge.by === 'present') return judge.lists.flatMap((list) => listOf(list).map(({ id }) => String(id)));
  if (judge.by !== 'cases')
    return listOf(judge.list).map((entry) => {
      bindings.item = entry;
      return String(judge.pass.run(bindings));
    });
  const index = judge.cases.findIndex(({ when }) => when === null || when.run(bindings) === true);
  const row = judge.cases[index];
  row?.lapsed?.run(bindings);
  const about = row?.about ? only(listOf(row.about.list), row.about.where, bindings) : [];
  // Named beside the case, so that entries which come and go within one case count as a change.
  return [`case ${index}`, ...about.map(({ id }) => `about ${String(id)}`)];
}

type Grids = Record<Register, RuleEntry[]>;

/** For each register that the rule looks at, entries with the values that its expressions turn on. */
function gridsOf(rule: FactRule): Grids {
  const expressions = allExpressions(rule);
  const fields = new Set(expressions.flatMap((expression) => [...expression.fields]));
  for (const { first } of rule.shifts) if ('dayAfter' in first) fields.add(first.dayAfter);
  const literals = expressions.flatMap((expression) => [...expression.literals]);
  const grids: Grids = { equipment: [], systems: [], connections: [], contracts: [] };
  for (const register of registers) {
    const kinds = rule.lists.flatMap((list) => (list.register === register ? [[...(list.kinds?.any ?? [])]] : []));
    if (kinds.length > 0) grids[register] = gridOf(register, fields, literals, [...new Set(kinds.flat())]);
  }
  return grids;
}

function allExpressions({ judge, lists, counts, shifts }: FactRule): Expression[] {
  return [
    ...ofJudge(judge),
    ...[...lists, ...counts, ...shifts].map(({ where }) => where),
    ...shifts.map(({ first }) => ('on' in first ? first.on : null)),
  ].filter((expression) => expression !== null);
}

function ofJudge(judge: RuleJudge): (Expression | null)[] {
  if (judge.by === 'present') return [];
  if (judge.by !== 'cases') return [judge.pass];
  return judge.cases.flatMap(({ when, about, lapsed }) => [when, about?.where ?? null, lapsed]);
}

function gridOf(
  register: Register,
  read: ReadonlySet<string>,
  literals: readonly (number | string)[],
  kinds: readonly string[],
): RuleEntry[] {
  const { field: kindField, kinds: everyKind } = kindsOf[register];
  const axes: [string, readonly unknown[]][] = [];
  for (const [name, field] of entryFields[register]) {
    if (name === 'name') continue;
    if (name === kindField) {
      // One kind stands for all that the rule looks at, unless it asks which; for equipment of two lists, one of each.
      const used = read.has(name) || kinds.length === 0 ? everyKind : kinds;
      axes.push([name, used.slice(0, kinds.length > 1 || read.has(name) ? 20 : 1)]);
    } else if (name === 'id') axes.push([name, read.has(name) ? ['a', 'b'] : ['a']]);
    else if (read.has(name)) axes.push([name, valuesOf(field, literals)]);
  }
  const size = axes.reduce((product, [, values]) => product * values.length, 1);
  const random = numbers(size);
  const picks = size <= MOST_ENTRIES ? size : MOST_ENTRIES;
  return Array.from({ length: picks }, (_, i) => {
    const fields: Record<string, unknown> = { name: 'Entry' };
    let rest = size <= MOST_ENTRIES ? i : random(size);
    for (const [name, values] of axes) {
      fields[name] = values[rest % values.length];
      rest = Math.floor(rest / values.length);
    }
    return madeEntry(register, fields);
  });
}

/** An entry whose fields are these, whatever would follow from one for another. */
function madeEntry(register: Register, fields: Record<string, unknown>): RuleEntry {
  const entry = new entryClasses[register]({});
  for (const [name, value] of Object.entries(fields)) Object.defineProperty(entry, name, { value, enumerable: true });
  return entry;
}

function valuesOf({ kind, choices, canBeUnknown }: EntryField, literals: readonly (number | string)[]): unknown[] {
  const unknown = canBeUnknown ? [null] : [];
  switch (kind) {
    case 'yes-no':
      return [...unknown, true, false];
    case 'number': {
      const near = [THRESHOLD, ...literals.filter((literal) => typeof literal === 'number')];
      return [...unknown, ...new Set([0, 1, ...near.flatMap((number) => [number - 1, number, number + 1])])];
    }
    case 'date':
      return [
        ...unknown,
        ...[-120, -THRESHOLD * 12, -4, 0, 4, THRESHOLD * 12, 120].map((months) => addMonths(DAY, months)),
        addDays(DAY, -1),
        addDays(DAY, 1),
      ];
    case 'text':
      return [...unknown, ...(choices ?? new Set(['a', ...literals.filter((literal) => typeof literal === 'string')]))];
  }
}

function made(entriesOf: EntrySource['entriesOf']): EntrySource {
  return { entriesOf, keptOf: () => null };
}

/** Made registers: each entry of a grid by itself, then draws of none to three entries of each register. */
function* sources(rule: FactRule, grids: Grids, draws: number): Generator<EntrySource> {
  if (rule.judge.by === 'every' || rule.judge.by === 'any') {
    const { list, pass } = rule.judge;
    if (!rule.lists.some(({ name }) => pass.names.has(name))) {
      if (draws === 1)
        for (const entry of grids[list.register]) yield made((register) => (register === list.register ? [entry] : []));
    } else draws = Math.max(draws, DRAWS);
  }
  const random = numbers(draws);
  const open = new Map(
    registers.map((register) => [
      register,
      [...entryFields[register]].flatMap(([name, field]) => {
        return field.canBeUnknown && Object.hasOwn(grids[register][0] ?? {}, name) ? [name] : [];
      }),
    ]),
  );
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = new Map<Register, RuleEntry[]>();
    for (const register of registers) {
      const grid = grids[register];
      if (grid.length === 0) continue;
      const count = random(5);
      drawn.set(
        register,
        Array.from({ length: count }, (_, i) => {
          const fields: Record<string, unknown> = { ...grid[random(grid.length)], id: 'abcd'.charAt(i) };
          // What is not known turns more rules than any one value does.
          for (const name of open.get(register) ?? []) if (random(3) === 0) fields[name] = null;
          return madeEntry(register, fields);
        }),
      );
    }
    yield made((register) => drawn.get(register) ?? []);
  }
}

/** Whole numbers below a bound, the same ones every time. */
function numbers(seed: number): (below: number) => number {
  const draw = seededFractions(seed);
  return (below) => Math.floor(draw() * below);
}
