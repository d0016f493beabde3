/** A rule of `library/rules/` ready to be used: its expressions read, its sentences taken apart. */
import { compileExpression, ExpressionError, RESERVED_NAMES, type Expression, type Scope } from './rule-expressions.ts';
import { entryFields, kindsOf } from './rule-entries.ts';
import type { Look, Register, RuleCase, RuleChange, RuleData } from './rule-file.ts';
import { readTemplate, type ShownValue, type Template } from './rule-words.ts';
import type { YamlPath } from './yaml-file.ts';

export interface RuleList {
  name: string;
  register: Register;
  /** The field that says the kind, and the kinds that count; null for every entry. */
  kinds: { field: string; any: ReadonlySet<string> } | null;
  where: Expression | null;
  /** The same for every list of the same entries; of use only where the day does not decide which they are. */
  key: string;
  /** The same for all that the chain shows in the same words. */
  shownKey: string;
  /** True where the day decides which entries are in it. */
  isOfOneDay: boolean;
  field: string;
  value: ShownValue;
  none: string | null;
}

export interface RuleRow {
  when: Expression | null;
  outcome: RuleCase['outcome'];
  says: Template;
  about: { list: RuleList; where: Expression } | null;
  shows: readonly RuleList[] | null;
  showsRegister: { id: string; name: string } | null;
  failing: RuleList | null;
  lapsed: Expression | null;
}

export type RuleJudge =
  | {
      by: 'every' | 'any';
      list: RuleList;
      pass: Expression;
      met: Template | null;
      notMet: Template | null;
      notKnown: Template | null;
      showsMet: boolean;
    }
  | { by: 'present'; lists: readonly RuleList[]; met: Template; notKnown: Template }
  | { by: 'cases'; cases: readonly RuleRow[] };

/** A day, of every entry of a list's kinds, on which the finding may change by itself. */
export interface RuleShift {
  list: RuleList;
  where: Expression | null;
  /** The first day of the new state, or the field with the last day of the old. */
  first: { on: Expression } | { dayAfter: string };
  because: Template;
}

export interface FactRule {
  id: string;
  explains: string;
  lists: readonly RuleList[];
  counts: readonly { name: string; list: RuleList; where: Expression | null }[];
  /** Said where there is no number to compare with; null where the rule compares with none. */
  noThreshold: string | null;
  judge: RuleJudge;
  shifts: readonly RuleShift[];
  /** The same shifts by list, with a key that is the same for all that change an entry alike. */
  shiftsByList: readonly { list: RuleList; key: string; shifts: readonly RuleShift[] }[];
  /**
   * Where an entry passes or not by itself and the day, so that it changes on its own days of change alone: a key that is the
   * same for every rule that asks the same of an entry. Null where other entries or a number have a say, or no day has.
   */
  passKey: string | null;
  /** True where lists are walked inside each other, so that its work grows with the square of their length. */
  isNested: boolean;
}

/** The rules of a library by id. */
export type FactRules = ReadonlyMap<string, FactRule>;

/** Takes a fault of the rule: where in the rule it is, and what is wrong. */
export type AddFault = (path: YamlPath, message: string) => void;

/** Makes a rule of its data. Every fault goes to `add`, and null is returned where there is any. */
export function compileRule(data: RuleData, add: AddFault): FactRule | null {
  let faults = 0;
  const fault: AddFault = (path, message) => {
    faults += 1;
    add(path, message);
  };
  const registerOf = new Map(Object.entries(data.looksAt).map(([name, { register }]) => [name, register]));
  for (const name of [...registerOf.keys(), ...Object.keys(data.counts)])
    if (RESERVED_NAMES.has(name)) fault(['looksAt', name], `the name ${name} has a meaning of its own: choose another`);
  for (const name of Object.keys(data.counts))
    if (registerOf.has(name)) fault(['counts', name], `the name ${name} is used twice`);
  if (faults > 0) return null;

  const read = (
    text: string | undefined,
    path: YamlPath,
    scope: Scope,
    comesTo: 'answer' | 'day' = 'answer',
  ): Expression | null => {
    if (text === undefined) return null;
    try {
      return compileExpression(text, scope, comesTo);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      fault(path, error.message);
      return null;
    }
  };
  const one = (register: Register): Scope => ({ item: register, lists: new Map(), counts: [] });
  const beside = (register: Register | null): Scope => ({
    item: register,
    lists: registerOf,
    counts: Object.keys(data.counts),
  });
  const lists = new Map(
    Object.entries(data.looksAt).map(([name, look]) => {
      const where = read(look.where, ['looksAt', name, 'where'], one(look.register));
      checkLook(look, (path, message) => fault(['looksAt', name, ...path], message));
      return [name, listOf(name, look, where)];
    }),
  );
  const listAt = (name: string, path: YamlPath): RuleList | null => {
    const list = lists.get(name);
    if (list === undefined) fault(path, `there is no list ${name} in looksAt`);
    return list ?? null;
  };
  const sentence = (text: string, path: YamlPath, known: readonly string[]): Template => {
    const template = readTemplate(text);
    const all = [...known, ...registerOf.keys(), ...Object.keys(data.counts)];
    if (hasLooseBrace(template)) fault(path, 'has a { or } that belongs to no {name}');
    for (const name of template.names)
      if (!all.includes(name)) fault(path, `{${name}} is not one of ${all.map((each) => `{${each}}`).join(', ')}`);
    return template;
  };

  const counts = Object.entries(data.counts).flatMap(([name, { of, where }]) => {
    const list = listAt(of, ['counts', name]);
    return list === null ? [] : [{ name, list, where: read(where, ['counts', name], one(list.register)) }];
  });
  const judge = readJudge();
  const shifts = data.changes.flatMap((change, i) => readShift(change, ['changes', i]) ?? []);
  const shiftsByList = [...Map.groupBy(shifts, ({ list }) => list)].map(([list, own]) => {
    const changes = data.changes.filter(({ of }) => of === list.name);
    return {
      list,
      key: `changes ${JSON.stringify([list.register, changes.map(({ of: _name, ...rest }) => rest)])}`,
      shifts: own,
    };
  });
  const expressions = expressionsOf(judge, [...lists.values()], counts);
  // Only of a rule that is sound so far: an expression that cannot be read would be reported again in other words.
  if (faults === 0) checkThreshold(expressions);
  if (faults === 0) checkDays(expressions);
  if (faults > 0 || judge === null) return null;
  return {
    id: data.id,
    explains: data.explains,
    lists: [...lists.values()],
    counts,
    noThreshold: data.noThreshold ?? null,
    judge,
    shifts,
    shiftsByList,
    passKey: passKeyOf(judge, shiftsByList, [...registerOf.keys(), ...Object.keys(data.counts)]),
    isNested: isNested(judge),
  };

  function readJudge(): RuleJudge | null {
    const { every, any, present, says, cases } = data;
    const own = every ?? any;
    if (own !== undefined) {
      const list = listAt(own, [every === undefined ? 'any' : 'every']);
      const pass = list && read(data.pass, ['pass'], beside(list.register));
      if (list === null || pass === null) return null;
      if (list.none === null) fault(['looksAt', own], `say in none what holds where there are no ${own}`);
      const known = ['names', 'count', 'all', 'threshold', 'wifi'];
      const of = (key: 'met' | 'notMet' | 'notKnown') =>
        says?.[key] === undefined ? null : sentence(says[key], ['says', key], known);
      const [met, notMet, notKnown] = [of('met'), of('notMet'), of('notKnown')];
      return { by: every === undefined ? 'any' : 'every', list, pass, met, notMet, notKnown, showsMet: data.showsMet };
    }
    if (present !== undefined) {
      const found = present.flatMap((name, i) => listAt(name, ['present', i]) ?? []);
      if (says?.met === undefined || says.notKnown === undefined || says.notMet !== undefined) {
        fault(['says'], 'present needs met and notKnown, and is never not met');
        return null;
      }
      const known = ['names', 'count'];
      return {
        by: 'present',
        lists: found,
        met: sentence(says.met, ['says', 'met'], known),
        notKnown: sentence(says.notKnown, ['says', 'notKnown'], []),
      };
    }
    return { by: 'cases', cases: (cases ?? []).flatMap((row, i) => readRow(row, i, (cases ?? []).length) ?? []) };
  }

  function readRow(row: RuleCase, i: number, count: number): RuleRow | null {
    const at = ['cases', i] as const;
    if ((row.when === undefined) !== (i === count - 1))
      fault(at, 'every case but the last needs when, and the last must have none');
    const list = row.about === undefined ? null : listAt(row.about.list, [...at, 'about']);
    const where = list === null ? null : read(row.about?.where, [...at, 'about'], beside(list.register));
    return {
      when: read(row.when, [...at, 'when'], beside(null)),
      outcome: row.outcome,
      says: sentence(row.says, [...at, 'says'], ['names', 'count', 'threshold', 'wifi']),
      about: list === null || where === null ? null : { list, where },
      shows: row.shows?.flatMap((name) => listAt(name, [...at, 'shows']) ?? []) ?? null,
      showsRegister: row.showsRegister ?? null,
      failing: row.failing === undefined ? null : listAt(row.failing, [...at, 'failing']),
      lapsed: read(row.lapsed, [...at, 'lapsed'], beside(null)),
    };
  }

  function readShift(change: RuleChange, at: YamlPath): RuleShift | null {
    const list = listAt(change.of, [...at, 'of']);
    if (list === null) return null;
    const { register } = list;
    const fields = entryFields[register];
    const on = read(change.on, [...at, 'on'], one(register), 'day');
    const { dayAfter } = change;
    if (dayAfter !== undefined && fields.get(dayAfter)?.kind !== 'date')
      fault([...at, 'dayAfter'], `${dayAfter} is not a date of ${register}`);
    const because = readTemplate(change.because);
    if (hasLooseBrace(because)) fault([...at, 'because'], 'has a { or } that belongs to no {name}');
    for (const name of because.names)
      if (!fields.has(name)) fault([...at, 'because'], `${register} have no field ${name}`);
    const first = on === null ? (dayAfter === undefined ? null : { dayAfter }) : { on };
    return first && { list, where: read(change.where, [...at, 'where'], one(register)), first, because };
  }

  function checkThreshold(all: readonly Expression[]): void {
    const isReading = all.some(({ names }) => names.has('threshold'));
    if (isReading && data.noThreshold === undefined)
      fault(['id'], 'compares with the threshold: say in noThreshold what holds where there is none');
    if (!isReading && data.noThreshold !== undefined)
      fault(['noThreshold'], 'never said: no expression reads the threshold');
  }

  function checkDays(all: readonly Expression[]): void {
    const isReadingDay = all.some(({ names }) => names.has('day'));
    if (isReadingDay && shifts.length === 0)
      fault(['id'], 'reads the day: say in changes on which days the finding changes by itself, and why');
    if (!isReadingDay && data.changes.length > 0)
      fault(['changes'], 'nothing changes by itself: no expression reads the day');
  }
}

function listOf(name: string, look: Look, where: Expression | null): RuleList {
  const { field } = kindsOf[look.register];
  return {
    name,
    register: look.register,
    kinds: look.kinds === undefined ? null : { field, any: new Set(look.kinds) },
    where,
    key: JSON.stringify([look.kinds?.toSorted(), look.where]),
    shownKey: `shown ${JSON.stringify([look.register, look.field, look.value, look.words])}`,
    isOfOneDay: ['day', 'asAt', 'threshold'].some((name) => where?.names.has(name)),
    field: look.field,
    value: { template: readTemplate(look.value), fields: entryFields[look.register], words: look.words },
    none: look.none ?? null,
  };
}

/** Kinds that are not the register's, fields that it does not have, and choices without a word. */
function checkLook({ register, kinds = [], value, words }: Look, add: AddFault): void {
  const known = kindsOf[register].kinds;
  kinds.forEach((kind, i) => known.includes(kind) || add(['kinds', i], `${register} have no kind ${kind}`));
  const fields = entryFields[register];
  const template = readTemplate(value);
  if (hasLooseBrace(template)) add(['value'], 'has a { or } that belongs to no {name}');
  const { names } = template;
  for (const name of names) if (!fields.has(name)) add(['value'], `${register} have no field ${name}`);
  const choices = names.flatMap((name) => fields.get(name)?.choices ?? []);
  if (Object.keys(words).length === 0) return;
  for (const choice of choices) if (!Object.hasOwn(words, choice)) add(['words'], `has no word for ${choice}`);
  for (const word of Object.keys(words))
    if (!choices.includes(word)) add(['words', word], `${word} is not one of ${choices.join(', ')}`);
}

function hasLooseBrace({ parts }: Template): boolean {
  return parts.some((part, i) => i % 2 === 0 && /[{}]/.test(part));
}

function expressionsOf(judge: RuleJudge | null, lists: readonly RuleList[], counts: FactRule['counts']): Expression[] {
  const own =
    judge === null || judge.by === 'present'
      ? []
      : judge.by === 'cases'
        ? judge.cases.flatMap(({ when, about, lapsed }) => [when, about?.where ?? null, lapsed])
        : [judge.pass];
  return [...own, ...lists.map(({ where }) => where), ...counts.map(({ where }) => where)].filter(
    (expression) => expression !== null,
  );
}

function passKeyOf(judge: RuleJudge, shifts: FactRule['shiftsByList'], others: readonly string[]): string | null {
  const [own] = shifts;
  if ((judge.by !== 'every' && judge.by !== 'any') || shifts.length !== 1 || own?.list !== judge.list) return null;
  const { names, text } = judge.pass;
  if (['asAt', 'threshold', ...others].some((name) => names.has(name))) return null;
  return `pass ${text} ${own.key}`;
}

function isNested(judge: RuleJudge): boolean {
  if (judge.by === 'present') return false;
  if (judge.by !== 'cases') return judge.pass.depth > 0;
  return judge.cases.some(({ when, about, lapsed }) => {
    return (when?.depth ?? 0) > 1 || (about?.where.depth ?? 0) > 0 || (lapsed?.depth ?? 0) > 1;
  });
}
