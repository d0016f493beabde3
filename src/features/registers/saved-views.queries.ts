/** SQL of saved views. Row-level security leaves out what is another person's alone. */
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import type { RegisterTable } from './register.ts';
import type { SavedView } from './saved-views.view.ts';

/** The views of a register that the person may see, in order of name. */
export async function listSavedViews(
  tx: Transaction,
  scope: SchoolScope,
  register: RegisterTable,
): Promise<SavedView[]> {
  const rows = await tx
    .selectFrom('saved_view')
    .select(['id', 'name', 'query', 'is_shared'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('register', '=', register)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(({ id, name, query, is_shared }) => ({ id, name, query, isShared: is_shared }));
}

export async function insertSavedView(
  tx: Transaction,
  scope: SchoolScope,
  view: SavedView & { register: RegisterTable; personId: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('saved_view')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id: view.id,
      register: view.register,
      name: view.name,
      query: view.query,
      is_shared: view.isShared,
      person_id: view.personId,
      created_at: view.at,
      updated_at: view.at,
    })
    .execute();
}

/** True where there was such a view to change. */
export async function updateSavedView(
  tx: Transaction,
  scope: SchoolScope,
  id: string,
  changes: { name?: string; query?: string; isShared?: boolean },
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('saved_view')
    .set({
      updated_at: at,
      ...(changes.name !== undefined && { name: changes.name }),
      ...(changes.query !== undefined && { query: changes.query }),
      ...(changes.isShared !== undefined && { is_shared: changes.isShared }),
    })
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** True where there was such a view to remove. */
export async function deleteSavedView(tx: Transaction, scope: SchoolScope, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('saved_view')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
