/** The form of the facts that follow: each can be left out, and each of its fields mended. Pure. */
import type { AnswerBasis } from '../../domain/record.ts';
import { connectionRegister } from '../connections/index.ts';
import { contractRegister } from '../contracts/index.ts';
import { equipmentRegister } from '../equipment/index.ts';
import { formFields, sameValue, type Register, type RegisterField, type RegisterTable } from '../registers/index.ts';
import { systemRegister } from '../systems/index.ts';
import { fieldTexts, parseFields, type FieldError } from '../../ui/forms/index.ts';
import type { OfferedFact, RegisterFact } from './facts.rules.ts';

const registers: Readonly<Record<RegisterTable, Register>> = {
  contract: contractRegister,
  equipment: equipmentRegister,
  system: systemRegister,
  connection: connectionRegister,
};

export function registerOf(table: RegisterTable): Register {
  return registers[table];
}

/** A fact that somebody has said is so, with what they made of it. */
export type ChosenFact =
  | (RegisterFact & { version: number })
  | { kind: 'answer'; id: string; questionId: string; choice: string; basis: AnswerBasis; version: number };

/** Name of an input: unlike any other of the page. */
export function inputOf(factId: string, field: string): string {
  return `${factId}--${field}`;
}

/** The inputs of a fact. */
export function factFields(fact: OfferedFact): RegisterField[] {
  if (fact.kind === 'answer') {
    return [
      {
        name: inputOf(fact.id, 'choice'),
        label: fact.title,
        kind: 'choice',
        required: true,
        choices: fact.choices.map(({ id, label }) => ({ value: id, label })),
      },
      {
        name: inputOf(fact.id, 'basis'),
        label: 'How it is known',
        kind: 'choice',
        required: true,
        choices: [
          { value: 'document', label: 'A document says so' },
          { value: 'asserted', label: 'Somebody says so' },
        ],
      },
    ];
  }
  const register = registers[fact.register];
  const known = [...formFields(register), ...register.fields.filter(({ setByAction }) => setByAction)];
  return Object.keys(fact.values).flatMap((name): RegisterField[] => {
    const field = known.find((one) => one.name === name);
    if (field === undefined || field.kind === 'link') return [];
    const { group: _group, showWhen: _showWhen, ...rest } = field;
    return [{ ...rest, name: inputOf(fact.id, name) }];
  });
}

/** The form filled in as offered; each fact is ticked, and its version is the one that was seen. */
export function factTexts(
  facts: readonly OfferedFact[],
  versions: ReadonlyMap<string, number>,
  hasDocument: boolean,
): Record<string, string> {
  return Object.assign(
    {},
    ...facts.map((fact): Record<string, string> => {
      const fields = factFields(fact);
      const values =
        fact.kind === 'answer' ? { choice: fact.choice, basis: hasDocument ? 'document' : 'asserted' } : fact.values;
      const named = Object.fromEntries(Object.entries(values).map(([name, value]) => [inputOf(fact.id, name), value]));
      return {
        ...fieldTexts(fields, named),
        [inputOf(fact.id, 'holds')]: 'yes',
        [inputOf(fact.id, 'version')]: String(versions.get(fact.id) ?? 0),
      };
    }),
  ) as Record<string, string>;
}

/** Reads the form: the facts that were ticked, or what to mend. What was typed is always kept. */
export function readFacts(
  facts: readonly OfferedFact[],
  body: Readonly<Record<string, unknown>>,
): { chosen: ChosenFact[]; typed: Record<string, string>; errors: FieldError[] } {
  const chosen: ChosenFact[] = [];
  const typed: Record<string, string> = {};
  const errors: FieldError[] = [];
  for (const fact of facts) {
    const holds = body[inputOf(fact.id, 'holds')] === 'yes';
    const version = Number(body[inputOf(fact.id, 'version')] ?? 0);
    const read = parseFields(factFields(fact), body);
    Object.assign(typed, read.typed, { [inputOf(fact.id, 'version')]: String(version) });
    typed[inputOf(fact.id, 'holds')] = holds ? 'yes' : 'no';
    if (!holds) continue;
    errors.push(...read.errors);
    const of = (name: string) => read.values[inputOf(fact.id, name)] ?? null;
    if (fact.kind === 'answer') {
      const basis = of('basis') === 'document' ? 'document' : 'asserted';
      const { kind, id, questionId } = fact;
      chosen.push({
        kind,
        id,
        questionId,
        choice: typeof of('choice') === 'string' ? (of('choice') as string) : fact.choice,
        basis,
        version,
      });
      continue;
    }
    const asked = new Set(factFields(fact).map(({ name }) => name));
    const values = Object.fromEntries(
      Object.entries(fact.values).map(([name, value]) => [name, asked.has(inputOf(fact.id, name)) ? of(name) : value]),
    );
    chosen.push({ ...fact, values, version });
  }
  return { chosen, typed, errors };
}

/**
 * The chosen facts with the days of the finish in place of those that were offered for `shown` and left as they were: whoever
 * says that it has been in place for a month means the new contract too.
 */
export function followingDay(
  chosen: readonly ChosenFact[],
  shown: readonly OfferedFact[],
  moved: readonly OfferedFact[],
): ChosenFact[] {
  const byId = (facts: readonly OfferedFact[]) => new Map(facts.map((fact) => [fact.id, fact]));
  const [before, after] = [byId(shown), byId(moved)];
  return chosen.map((fact) => {
    const [was, is] = [before.get(fact.id), after.get(fact.id)];
    if (fact.kind === 'answer' || was === undefined || is === undefined) return fact;
    if (was.kind === 'answer' || is.kind === 'answer') return fact;
    const values = Object.entries(fact.values).map(([name, value]) => [
      name,
      sameValue(value, was.values[name]) ? (is.values[name] ?? value) : value,
    ]);
    return { ...fact, values: Object.fromEntries(values) as Record<string, unknown> };
  });
}
