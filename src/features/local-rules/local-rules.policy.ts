/** Who may do what with local rules: members read, administrators of all schools change. Row-level security says the same. */
import { mayDo, type Permission, type Role } from '../../platform/web/index.ts';

export const toSee: Permission = 'read';
export const toSet: Permission = 'administer-all';

export function maySet(role: Role): boolean {
  return mayDo(role, toSet);
}
