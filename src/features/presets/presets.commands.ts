/**
 * Putting a typical school's guesses in, taking those out that nobody changed, and saying that some are right: each one
 * transaction with its history.
 */
import { recordChanges } from '../../platform/database/index.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import type { TypicalItems } from '../../library/index.ts';
import { applyBulk, chooseItems, insertItem, removeItem, type Acting, type Register } from '../registers/index.ts';
import { lockSchool } from './presets.queries.ts';
import { isUntouched, registerOrder, type AnyItem } from './presets.rules.ts';

/** Contracts and equipment come first, because others point to them. */
const POINTED_TO_FIRST = ['contract', 'equipment', 'system', 'connection'] as const;

/**
 * Puts the items in that `choose` picks from the record as it is once nobody else can add to it. @returns how many.
 */
export async function putGuessesIn(
  acting: Acting,
  registers: readonly Register[],
  read: () => Promise<SchoolRecord>,
  choose: (record: SchoolRecord) => TypicalItems,
): Promise<number> {
  const { tx, scope, personId, now } = acting;
  await lockSchool(tx, scope);
  const items = choose(await read());
  let count = 0;
  for (const { register, rows } of inOrder(registers, items, POINTED_TO_FIRST)) {
    for (const row of rows) {
      const { id, unread, sources, ...values } = row;
      await insertItem(tx, scope, register, { id, values, unread, sources }, now);
    }
    await recordChanges(
      tx,
      rows.map(({ id, ...content }) => ({
        ...scope,
        table: register.table,
        rowId: id,
        before: null,
        after: { ...content, version: 1 },
        personId,
        at: now,
      })),
    );
    count += rows.length;
  }
  return count;
}

/**
 * Takes out the items of which nobody has changed or confirmed anything; only those that `which` names of the record, where
 * it is given. @returns how many went, and how many of which something is the school's own stay with guesses.
 */
export async function takeGuessesOut(
  acting: Acting,
  registers: readonly Register[],
  read: () => Promise<SchoolRecord>,
  which: (record: SchoolRecord) => (item: AnyItem) => boolean = () => () => true,
): Promise<{ removed: number; stayed: number }> {
  await lockSchool(acting.tx, acting.scope);
  const record = await read();
  const isMeant = which(record);
  let removed = 0;
  let stayed = 0;
  for (const { register, rows } of inOrder(registers, record, POINTED_TO_FIRST.toReversed())) {
    for (const item of rows) {
      const { id, sources } = item;
      if (isUntouched(sources)) {
        if (isMeant(item) && (await removeItem(acting, register, id)) !== null) removed += 1;
      } else if (Object.values(sources).some(({ from }) => from === 'assumed')) stayed += 1;
    }
  }
  return { removed, stayed };
}

/**
 * Says that the guesses of these items are right, without changing a value: from now on they count as typed. An item that
 * someone changed since that version is left alone. Gives back the id of the change, by which the register can undo it.
 */
export async function confirmGuesses(
  acting: Acting,
  register: Register,
  items: readonly { id: string; version: number }[],
): Promise<string> {
  const id = await chooseItems(acting, register, items, '');
  await applyBulk(acting, register, id, { kind: 'confirm' }, 'Guesses said to be right');
  return id;
}

function inOrder(
  registers: readonly Register[],
  items: TypicalItems,
  order: readonly Register['table'][],
): { register: Register; rows: readonly AnyItem[] }[] {
  return order.flatMap((table) => {
    const register = registers.find((one) => one.table === table);
    const list = registerOrder.find(({ name }) => name === table)?.list;
    return register === undefined || list === undefined ? [] : [{ register, rows: items[list] }];
  });
}
