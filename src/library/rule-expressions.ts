/**
 * The expressions of rules: CEL (https://cel.dev), read by a library that interprets them and never makes code of them.
 *
 * An expression may come from a folder that somebody sent, so it is kept small and poor: bounded in length, depth and lists;
 * only the functions named here; one list walked inside another at most; and of an entry only the fields that the record
 * has. Regular expressions are left out, because some take longer than anyone waits.
 */
import { Environment, type ASTNode, type ParseResult } from '@marcbachmann/cel-js';
import { addDays, addMonths, isPlainDate, type PlainDate } from '../domain/dates.ts';
import { entryClasses, entryFields, type EntryField } from './rule-entries.ts';
import { LONGEST_EXPRESSION, registers, type Register } from './rule-file.ts';

const LIMITS = { maxAstNodes: 150, maxDepth: 24, maxListElements: 40, maxMapEntries: 0, maxCallArguments: 3 };
const WALKS: ReadonlySet<string> = new Set(['all', 'exists', 'filter']);
const FUNCTIONS: ReadonlySet<string> = new Set(['addDays', 'addMonths', 'addYears', 'hasWord']);
const TYPES = { equipment: 'Equipment', systems: 'System', connections: 'Connection', contracts: 'Contract' } as const;

/** What an expression may name. */
export interface Scope {
  /** The register that `item` is an entry of; null where there is no `item`. */
  item: Register | null;
  /** Lists of entries by name. */
  lists: ReadonlyMap<string, Register>;
  /** Names of numbers. */
  counts: readonly string[];
}

/** The values that an expression is worked out with, by the names of its scope. */
export type Bindings = Record<string, unknown>;

export interface Expression {
  text: string;
  /** True or false, or null for not known. Throws where it cannot be worked out ({@link ExpressionError}). */
  run(bindings: Bindings): boolean | null;
  /** The same of an expression that comes to a day, or null for not known. */
  dayOf(bindings: Bindings): PlainDate | null;
  /** The names that it reads: `item`, `day`, lists, counts. */
  names: ReadonlySet<string>;
  /** The fields that it reads, of whichever register. */
  fields: ReadonlySet<string>;
  /** Numbers and texts written in it, to try it with. */
  literals: readonly (number | string)[];
  /** How many lists it walks inside each other; 0 where it walks none. */
  depth: number;
}

/** The expression cannot be read, or comes to no answer. */
export class ExpressionError extends Error {
  readonly code = 'library.expression';
  constructor(message: string) {
    super(message);
    this.name = 'ExpressionError';
  }
}

const names = ['item', 'day', 'asAt', 'threshold', 'notKnown'];
/** Names that a list or count cannot have. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(
  [...names, ...WALKS, ...FUNCTIONS, 'size', 'true', 'false', 'null', 'in'].concat('names', 'count', 'wifi', 'name'),
);

/** Of every register: a name that is none of them is refused before the expression language looks at it. */
const FIELDS: ReadonlySet<string> = new Set(registers.flatMap((register) => [...entryFields[register].keys()]));

const base = makeBase();

function makeBase(): Environment {
  const environment = new Environment({ limits: LIMITS });
  for (const register of registers) {
    const fields = Object.fromEntries([...entryFields[register]].map(([name, field]) => [name, typeOf(field)]));
    environment.registerType(TYPES[register], { ctor: entryClasses[register], fields });
  }
  return environment
    .registerVariable('day', 'string')
    .registerVariable('asAt', 'string')
    .registerVariable('threshold', 'dyn')
    .registerVariable('notKnown', 'dyn')
    .registerFunction('addDays(dyn, dyn): string', (date: unknown, days: unknown) => addDays(...span(date, days)))
    .registerFunction('addMonths(dyn, dyn): string', (date: unknown, months: unknown) =>
      addMonths(...span(date, months)),
    )
    .registerFunction('addYears(dyn, dyn): string', (date: unknown, years: unknown) => {
      const [from, count] = span(date, years);
      return addMonths(from, count * 12);
    })
    .registerFunction('hasWord(dyn, string): bool', hasWord);
}

/** What may be null, and every number (a whole one may be compared with a fraction), is checked when it is tried. */
function typeOf({ kind, canBeUnknown }: EntryField): string {
  if (canBeUnknown || kind === 'number') return 'dyn';
  return kind === 'yes-no' ? 'bool' : 'string';
}

function span(date: unknown, count: unknown): [string, number] {
  if (typeof date !== 'string') throw new ExpressionError('a day that is not known cannot be counted from');
  if (count === null || count === undefined) throw new ExpressionError('a number that is not known cannot be counted');
  return [date, Number(count)];
}

/** Whether a text holds the words, whole and in any spelling of capitals. */
function hasWord(text: unknown, words: string): boolean {
  if (typeof text !== 'string') throw new ExpressionError('a text that is not known cannot be searched');
  const hay = text.toLowerCase();
  const needle = words.toLowerCase();
  if (needle === '') return false;
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1))
    if (!isWordAt(hay, at - 1) && !isWordAt(hay, at + needle.length)) return true;
  return false;
}

function isWordAt(text: string, at: number): boolean {
  return /[a-z0-9_]/.test(text.charAt(at));
}

/** Reads and checks one expression. Throws {@link ExpressionError}, which says what to mend. */
export function compileExpression(text: string, scope: Scope, comesTo: 'answer' | 'day' = 'answer'): Expression {
  if (text.length > LONGEST_EXPRESSION)
    throw new ExpressionError(`the expression is longer than ${LONGEST_EXPRESSION} characters`);
  let parsed: ParseResult;
  const environment = environmentFor(scope);
  try {
    parsed = environment.parse(text);
  } catch (error) {
    throw new ExpressionError(`"${text}": ${summaryOf(error)}`);
  }
  const found = look(parsed.ast);
  if (found.refused !== null) throw new ExpressionError(`"${text}": ${found.refused}`);
  if (found.depth + (scope.item === null ? 0 : 1) > 2)
    throw new ExpressionError(`"${text}": a list may be walked inside one other list, no deeper`);
  const checked = parsed.check();
  if (!checked.valid) throw new ExpressionError(`"${text}": ${summaryOf(checked.error)}`);
  if (checked.type !== (comesTo === 'answer' ? 'bool' : 'string') && checked.type !== 'dyn')
    throw new ExpressionError(`"${text}": ${mustBe(comesTo)}, and not to ${checked.type ?? 'nothing'}`);
  return {
    text,
    run(bindings) {
      const value = valueOf(parsed, text, bindings);
      if (value === null || typeof value === 'boolean') return value;
      throw new ExpressionError(`"${text}": ${mustBe('answer')}`);
    },
    dayOf(bindings) {
      const value = valueOf(parsed, text, bindings);
      if (value === null || (typeof value === 'string' && isPlainDate(value))) return value;
      throw new ExpressionError(`"${text}": ${mustBe('day')}`);
    },
    names: found.names,
    fields: found.fields,
    literals: found.literals,
    depth: found.depth,
  };
}

function mustBe(comesTo: 'answer' | 'day'): string {
  return comesTo === 'answer' ? 'must come to true, false or notKnown' : 'must come to a day or notKnown';
}

function valueOf(parsed: ParseResult, text: string, bindings: Bindings): unknown {
  try {
    return parsed(bindings);
  } catch (error) {
    throw new ExpressionError(`"${text}": ${summaryOf(error)}`);
  }
}

function environmentFor({ item, lists, counts }: Scope): Environment {
  const environment = base.clone();
  if (item !== null) environment.registerVariable('item', TYPES[item]);
  for (const [name, register] of lists) environment.registerVariable(name, `list<${TYPES[register]}>`);
  for (const name of counts) environment.registerVariable(name, 'int');
  return environment;
}

function summaryOf(error: unknown): string {
  if (error instanceof ExpressionError) return error.message;
  if (typeof error !== 'object' || error === null) return String(error);
  if ('cause' in error && error.cause instanceof ExpressionError) return error.cause.message;
  if ('summary' in error && typeof error.summary === 'string') return error.summary;
  return error instanceof Error ? error.message : 'cannot be read';
}

interface Found {
  names: Set<string>;
  fields: Set<string>;
  literals: (number | string)[];
  /** How deep lists are walked inside each other. */
  depth: number;
  /** What it may not hold; null where it holds nothing of the kind. */
  refused: string | null;
}

/** What an expression is made of. */
function look(ast: ASTNode): Found {
  const found: Found = { names: new Set(), fields: new Set(), literals: [], depth: 0, refused: null };
  const visit = (node: ASTNode, depth: number): void => {
    found.depth = Math.max(found.depth, depth);
    switch (node.op) {
      case 'id':
        found.names.add(node.args);
        return;
      case 'value':
        if (typeof node.args === 'bigint' || typeof node.args === 'number') found.literals.push(Number(node.args));
        else if (typeof node.args === 'string') found.literals.push(node.args);
        return;
      case '.':
        found.fields.add(node.args[1]);
        if (!FIELDS.has(node.args[1])) found.refused = `no register has a field ${node.args[1]}`;
        visit(node.args[0], depth);
        return;
      case 'call':
        if (!FUNCTIONS.has(node.args[0])) found.refused = `the function ${node.args[0]} is not one that rules have`;
        for (const part of node.args[1]) visit(part, depth);
        return;
      case 'rcall': {
        const [name, of, parts] = node.args;
        if (!WALKS.has(name) && name !== 'size') found.refused = `the function ${name} is not one that rules have`;
        visit(of, depth);
        for (const part of parts) visit(part, depth + (WALKS.has(name) ? 1 : 0));
        return;
      }
      case '[]':
      case '[?]':
      case '.?':
      case 'map':
        found.refused = 'square brackets after a name, and tables, are not for rules';
        return;
      case 'list':
        for (const part of node.args) visit(part, depth);
        return;
      case '!_':
      case '-_':
        visit(node.args, depth);
        return;
      default:
        for (const part of node.args) visit(part, depth);
    }
  };
  visit(ast, 0);
  return found;
}
