/** Who may do what with a register: members read; editors and administrators change. Row-level security says the same. */
import { mayDo, type Permission, type Role } from '../../platform/web/index.ts';

export const toSee: Permission = 'read';
export const toChange: Permission = 'edit';

/** Whether the page offers to add, change or remove. */
export function mayChange(role: Role): boolean {
  return mayDo(role, toChange);
}
