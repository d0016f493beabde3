/**
 * What a scenario supposes: a list of changes, each made by one of the ready-made forms and kept with what was typed, so that it
 * can be shown, changed and left out again. Pure.
 */
import type { ScenarioPart } from '../../planner/index.ts';
import { isReadyMade, type ReadyMadeKind } from './scenarios.schema.ts';

/** Changes that one scenario may hold together. Our own judgement: more can't be told apart in the answer. */
export const MOST_CHANGES = 6;

export interface ScenarioChange {
  id: string;
  /** The form that it was made by; null where that was not kept: it can be left out, not changed. */
  kind: ReadyMadeKind | null;
  name: string;
  typed: Record<string, string>;
  parts: ScenarioPart[];
}

/** As many letters as a stored name may have. */
const NAME_LETTERS = 300;

/** "20% less money + Everything a term late". */
export function scenarioName(changes: readonly Pick<ScenarioChange, 'name'>[]): string {
  const name = changes.map((change) => change.name).join(' + ');
  return name.length <= NAME_LETTERS ? name : `${name.slice(0, NAME_LETTERS - 1)}…`;
}

export function partsOf(changes: readonly Pick<ScenarioChange, 'parts'>[]): ScenarioPart[] {
  return changes.flatMap(({ parts }) => parts);
}

/** Where on the form to say it; null where the form asks nothing. */
export interface Clash {
  field: string | null;
  message: string;
}

/**
 * Why a change can't stand beside the others, null where it can. The same pot of the same year is
 * changed by one of them only, so that a figure on the form is the figure of the plan.
 */
export function clashOf(
  others: readonly ScenarioChange[],
  change: Pick<ScenarioChange, 'kind' | 'parts'>,
): Clash | null {
  for (const part of change.parts) {
    for (const other of others) {
      const same = other.parts.find((one) => isSameThing(one, part));
      if (!same) continue;
      if (part.kind !== 'budget') return { field: null, message: `“${other.name}” is supposed already` };
      return {
        field: change.kind === 'budgets' ? `${part.pot}-${part.yearId}` : 'year',
        message: `“${other.name}” changes the ${part.pot} of ${part.yearId} already. Change that one, or leave it out first`,
      };
    }
  }
  return null;
}

function isSameThing(a: ScenarioPart, b: ScenarioPart): boolean {
  if (a.kind === 'budget' && b.kind === 'budget') return a.pot === b.pot && a.yearId === b.yearId;
  return a.kind === b.kind && (a.kind === 'keep' || a.kind === 'cloud-first');
}

/** The id of a change that was stored without one. */
export const FIRST = 'first';

/** A stored list; scenarios of before held the parts of one change themselves. */
export function readChanges(stored: unknown, name: string): ScenarioChange[] {
  if (!Array.isArray(stored)) return [];
  const list: unknown[] = stored;
  if (list.every(isChange)) return list;
  return [{ id: FIRST, kind: null, name, typed: {}, parts: list as ScenarioPart[] }];
}

function isChange(one: unknown): one is ScenarioChange {
  if (typeof one !== 'object' || one === null || !('parts' in one) || !('kind' in one)) return false;
  return one.kind === null || isReadyMade(one.kind);
}
