/**
 * Writing the facts that follow from a finished item, and taking them back: all of them in the one transaction of the finish,
 * each with its own line of history. Whatever somebody changed since stays as they left it.
 */
import type { ValueSource } from '../../domain/record.ts';
import type { PlainDate } from '../../domain/dates.ts';
import type { Edition } from '../../library/index.ts';
import {
  addItem,
  changeItem,
  nameOf,
  putBackItem,
  removeItem,
  selectItem,
  type Acting,
  type RegisterItem,
  type RegisterTable,
} from '../registers/index.ts';
import { clearAnswer, saveAnswer, selectAnswer, type StoredAnswer } from '../standards/index.ts';
import { registerOf, type ChosenFact } from './facts.form.ts';

/** What was written: enough to take it back. */
export type WrittenFact =
  | { kind: 'add'; register: RegisterTable; id: string; name: string }
  | {
      kind: 'change';
      register: RegisterTable;
      id: string;
      name: string;
      version: number;
      was: Pick<RegisterItem, 'values' | 'unread' | 'sources'>;
    }
  | { kind: 'answer'; id: string; name: string; version: number; was: AnswerWas | null };

type AnswerWas = Pick<StoredAnswer, 'choice' | 'note' | 'basis' | 'by' | 'answeredOn' | 'holdsUntil'>;

export interface WritingFacts extends Acting {
  edition: Edition;
  today: PlainDate;
  personName: string | null;
}

/** The names of what somebody has changed or removed since it was offered; empty where all may be written. */
export async function staleFacts(
  { tx, scope, edition }: WritingFacts,
  chosen: readonly ChosenFact[],
): Promise<string[]> {
  const stale: string[] = [];
  for (const fact of chosen) {
    if (fact.kind === 'answer') {
      const answer = await selectAnswer(tx, scope, fact.questionId);
      if ((answer?.version ?? 0) !== fact.version) {
        stale.push(edition.questions.find(({ id }) => id === fact.questionId)?.text ?? fact.questionId);
      }
    } else if (fact.itemId !== null) {
      const item = await selectItem(tx, scope, registerOf(fact.register), fact.itemId, true);
      if (item?.version !== fact.version) stale.push(fact.title);
    }
  }
  return stale;
}

/** Writes them, the contract first so that what is under it can name it. */
export async function writeFacts(
  writing: WritingFacts,
  chosen: readonly ChosenFact[],
  from: ValueSource,
): Promise<{ written: WrittenFact[]; contractId: string | null }> {
  const written: WrittenFact[] = [];
  let contractId: string | null = null;
  for (const fact of chosen) {
    if (fact.kind === 'answer') {
      written.push(...(await writeAnswer(writing, fact, from)));
      continue;
    }
    const register = registerOf(fact.register);
    const tied: Record<string, unknown> =
      fact.contractField !== undefined && contractId !== null ? { [fact.contractField]: contractId } : {};
    const values = { ...fact.values, ...tied };
    if (fact.itemId === null) {
      const id = await addItem(writing, register, values, { '*': from });
      if (fact.register === 'contract') contractId ??= id;
      written.push({
        kind: 'add',
        register: fact.register,
        id,
        name: nameIn(values[register.nameField], fact.title),
      });
      continue;
    }
    const before = await selectItem(writing.tx, writing.scope, register, fact.itemId, true);
    if (before === null) continue;
    await changeItem(writing, register, fact.itemId, before.version, values, from);
    const after = await selectItem(writing.tx, writing.scope, register, fact.itemId);
    if (after === null || after.version === before.version) continue;
    if (fact.id.startsWith('renew-contract-')) contractId ??= fact.itemId;
    const { values: was, unread, sources } = before;
    written.push({
      kind: 'change',
      register: fact.register,
      id: fact.itemId,
      name: nameOf(register, before),
      version: after.version,
      was: { values: was, unread, sources },
    });
  }
  return { written, contractId };
}

async function writeAnswer(
  writing: WritingFacts,
  fact: Extract<ChosenFact, { kind: 'answer' }>,
  from: ValueSource,
): Promise<WrittenFact[]> {
  const question = writing.edition.questions.find(({ id }) => id === fact.questionId);
  if (question === undefined) return [];
  const before = await selectAnswer(writing.tx, writing.scope, question.id);
  await saveAnswer(writing, question, before?.version ?? 0, {
    choice: fact.choice,
    note: from.note,
    basis: fact.basis,
    by: null,
    answeredOn: from.on,
  });
  const after = await selectAnswer(writing.tx, writing.scope, question.id);
  if (after === null) return [];
  const was = before && {
    choice: before.choice,
    note: before.note,
    basis: before.basis,
    by: before.by,
    answeredOn: before.answeredOn,
    holdsUntil: before.holdsUntil,
  };
  return [{ kind: 'answer', id: question.id, name: question.text, version: after.version, was }];
}

/** Takes them back in the other order. Gives back the names of what stays, because somebody changed it since. */
export async function undoFacts(writing: WritingFacts, written: readonly WrittenFact[]): Promise<string[]> {
  const kept: string[] = [];
  for (const fact of written.toReversed()) if (!(await undoFact(writing, fact))) kept.push(fact.name);
  return kept;
}

async function undoFact(writing: WritingFacts, fact: WrittenFact): Promise<boolean> {
  const { tx, scope, edition } = writing;
  if (fact.kind === 'answer') {
    const question = edition.questions.find(({ id }) => id === fact.id);
    if (question === undefined) return false;
    const result =
      fact.was === null
        ? await clearAnswer(writing, question, fact.version)
        : await saveAnswer(writing, question, fact.version, fact.was);
    return result.outcome === 'done';
  }
  const register = registerOf(fact.register);
  if (fact.kind === 'change') {
    const result = await putBackItem(writing, register, fact.id, fact.version, fact.was);
    return result.outcome === 'done';
  }
  const item = await selectItem(tx, scope, register, fact.id, true);
  if (item === null) return true;
  if (item.version !== 1) return false;
  await removeItem(writing, register, fact.id);
  return true;
}

function nameIn(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
