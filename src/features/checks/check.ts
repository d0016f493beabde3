/** The shape of a check: one contradiction, why it is one, and where to mend it. */
import type { PlainDate } from '../../domain/dates.ts';

export type CheckKind =
  /** An answer says met, and a device that it is about is past the end of its support. */
  | 'unsupported'
  /** An answer says met, and the registers say that it is not. */
  | 'contradiction'
  /** An answer says not met, and the registers say that it is. */
  | 'denied'
  | 'no-servers'
  | 'evidence-expired'
  | 'answer-lapsed'
  | 'contract-no-notice'
  | 'contract-no-end'
  /** Past its end, and nothing says whether it goes on. */
  | 'contract-over'
  /** Ended, and an item still names it. */
  | 'contract-ended'
  | 'disposed-server'
  | 'disposed-router'
  | 'same-asset-tag'
  | 'no-successor'
  | 'plan-over'
  | 'plan-old'
  /** A gap that is accepted comes back soon. */
  | 'accepted-ends'
  /** The day until which a gap was accepted has passed. */
  | 'accepted-over';

/** One fact behind a check. */
export interface Because {
  text: string;
  /** Below the school's address ("/equipment/x"); null where no page shows it. */
  path: string | null;
}

export interface Check {
  /** Its kind and what it is about: the same as long as it is about the same. */
  id: string;
  kind: CheckKind;
  /** One plain sentence or two. */
  sentence: string;
  because: Because[];
  fix: { path: string; words: string };
  /** The day from which on it has been so; null where the record does not tell. */
  since: PlainDate | null;
}

/** What a check rests on, to the letter: where it reads otherwise, the facts have changed. */
export function factsOf({ sentence, because }: Pick<Check, 'sentence' | 'because'>): string {
  return [sentence, ...because.map(({ text }) => text)].join('\n');
}

const REGISTER_PATHS = {
  contract: 'contracts',
  system: 'systems',
  equipment: 'equipment',
  connection: 'connections',
} as const;

export type RegisterName = keyof typeof REGISTER_PATHS;

/** The page of an item of a register, below the school's address. */
export function itemPath(register: RegisterName, id: string): string {
  return `/${REGISTER_PATHS[register]}/${encodeURIComponent(id)}`;
}

/** The page on which an item is changed. */
export function changePath(register: RegisterName, id: string): string {
  return `${itemPath(register, id)}/edit`;
}

export function questionPath(id: string): string {
  return `/questions/${encodeURIComponent(id)}`;
}

/** "Core switch", "Core switch and Hall switch", "Core switch and 3 others". */
export function namesOf(names: readonly string[]): string {
  const [first = '', second = ''] = names;
  if (names.length < 2) return first;
  return names.length === 2 ? `${first} and ${second}` : `${first} and ${names.length - 1} others`;
}
