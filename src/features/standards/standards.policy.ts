/** Who may do what with the standards: members read; editors and administrators answer. Row-level security says the same. */
import { mayDo, type Permission, type Role } from '../../platform/web/index.ts';

export const toSee: Permission = 'read';
export const toAnswer: Permission = 'edit';

export function mayAnswer(role: Role): boolean {
  return mayDo(role, toAnswer);
}
