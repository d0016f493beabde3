/**
 * Saving a list's filter and order under a name. They are ways to look at the register, not facts of it: the history does
 * not hold them.
 */
import { randomUUID } from 'node:crypto';
import { listAddress, queryOf, readListRequest, type MoreOfList } from './list-filter.rules.ts';
import type { Register } from './register.ts';
import type { Acting } from './registers.commands.ts';
import { insertSavedView, listSavedViews, updateSavedView } from './saved-views.queries.ts';

export const LONGEST_VIEW_NAME = 100;

/** What is to be saved, as it was typed. */
export interface ViewToSave {
  name: string;
  /** The list's parameters, as its address writes them. */
  query: string;
  isShared: boolean;
}

/**
 * Saves a view. One of the same name and the same kind (shared or not) takes the new filter, so that saving twice leaves one. Only what
 * a list's address may say is kept.
 */
export async function saveView(
  { tx, scope, personId, now }: Acting,
  register: Register,
  view: ViewToSave,
  more: MoreOfList = {},
): Promise<void> {
  const query = listAddress('', readListRequest(register, queryOf(view.query), more).query).slice(1);
  const name = view.name.trim().slice(0, LONGEST_VIEW_NAME);
  const views = await listSavedViews(tx, scope, register.table);
  const same = views.find(
    (other) => other.isShared === view.isShared && other.name.toLowerCase() === name.toLowerCase(),
  );
  if (same === undefined) {
    const id = randomUUID();
    await insertSavedView(tx, scope, {
      id,
      name,
      query,
      isShared: view.isShared,
      register: register.table,
      personId,
      at: now,
    });
  } else await updateSavedView(tx, scope, same.id, { name, query }, now);
}
