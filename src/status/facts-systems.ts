/** Rules on how people sign in to systems. */
import type { SchoolRecord, System } from '../domain/record.ts';
import type { FactRule } from './facts.ts';
import { everyEntry, namesOf } from './finding.ts';

const signOnWords: Record<NonNullable<System['signOn']>, string> = {
  'single-sign-on': 'with the school account',
  'own-accounts': 'with an account of its own',
  'shared-account': 'with an account that people share',
  none: 'without signing in',
};

export const systemRules: Record<string, FactRule> = {
  'cloud-single-sign-on': {
    explains:
      'Met where people sign in to every cloud system with their school account; not met where one has accounts of its own or a shared one. What needs no sign-in does not count.',
    at: (record) =>
      everyEntry(
        'system',
        record.systems.filter(({ hosting, signOn }) => hosting === 'cloud' && signOn !== 'none'),
        {
          field: 'How people sign in',
          value: signOn,
          pass: (system) => (system.signOn === null ? null : system.signOn === 'single-sign-on'),
          none: 'No cloud systems are recorded.',
          met: 'People sign in to every cloud system with their school account.',
          notMet: (failing) => `${namesOf(failing)}: not with the school account.`,
          notKnown: (open) => `How people sign in to ${namesOf(open)} is not recorded.`,
        },
      ),
  },
  'systems-no-shared-accounts': {
    explains:
      'Not met where people share an account of a system. Otherwise not known: how guessing is stopped is not recorded.',
    at: (record: SchoolRecord) =>
      everyEntry('system', record.systems, {
        field: 'How people sign in',
        value: signOn,
        pass: (system) => (system.signOn === 'shared-account' ? false : null),
        none: 'No systems are recorded.',
        met: 'No accounts are shared.',
        notMet: (failing) => `${namesOf(failing)}: people share an account.`,
        notKnown: () => 'Whether guessing a password is stopped is not recorded.',
      }),
  },
};

function signOn(system: System): string {
  return system.signOn === null ? 'not known' : signOnWords[system.signOn];
}
