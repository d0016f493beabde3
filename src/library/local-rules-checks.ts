/**
 * What is wrong with a set of local rules before it is taken: what it names must be there, and nothing may loosen an edition.
 * The same rules under a later edition are never refused, only listed to be looked at again: see {@link ./local-rules.ts}.
 */
import { localRuleSetSchema, type LocalRule, type LocalRuleSet } from '../domain/local-rules.ts';
import { phases, type Phase } from '../domain/record.ts';
import type { Edition } from './library.ts';
import { applyLocalRules, waits, type UsableRules } from './local-rules.ts';
import { numberWords } from './local-requirement.ts';
import { isCeiling, numberFor } from './thresholds.ts';
import { readYamlFile, type LibraryFault } from './yaml-file.ts';

export interface LocalRuleFault {
  ruleId: string;
  /** How to mend it, in a sentence. */
  message: string;
}

/** Every fault of the set's rules under an edition, in their order; none where it can be taken. */
export function localRuleFaults(set: LocalRuleSet, edition: Edition, known: UsableRules): LocalRuleFault[] {
  const phase: Phase = set.phases[0] ?? 'primary';
  const { lookAgain = [] } = applyLocalRules(edition, [set], phase, known).local ?? {};
  return set.rules.flatMap((rule) => [
    ...lookAgain.filter(({ ruleId }) => ruleId === rule.id).map(({ message }) => ({ ruleId: rule.id, message })),
    ...onEntry(rule, edition, known).map((message) => ({ ruleId: rule.id, message })),
  ]);
}

/** What is only refused when a rule is written: a number for one phase that is below the national one, a wait without an end. */
function onEntry(rule: LocalRule, edition: Edition, { facts }: UsableRules): string[] {
  if (rule.kind === 'tighten') {
    const national = edition.requirements.find(({ id }) => id === rule.requirementId)?.threshold ?? null;
    if (national === null || rule.threshold === undefined) return [];
    return phases.flatMap((phase) => {
      const asked = rule.threshold?.byPhase[phase];
      const there = numberFor(national, phase);
      if (asked === undefined || there === null) return [];
      if (isCeiling(national) ? asked <= there : asked >= there) return [];
      return `For ${phase} schools the edition asks for ${numberWords(national, there)}: ${asked} would ask for less.`;
    });
  }
  if (rule.kind !== 'add') return [];
  const unit = rule.fact === null ? undefined : facts.get(rule.fact)?.unit;
  const faults: string[] = [];
  if (typeof unit === 'string' && rule.threshold?.unit !== unit)
    faults.push(`The rule ${rule.fact} compares with a number: give a threshold in ${unit}.`);
  const categoryId = edition.standards.find(({ id }) => id === rule.standardId)?.categoryId;
  const category = edition.categories.find(({ id }) => id === categoryId);
  if (waits(rule) && rule.triggerRule === null && rule.dueOn === null && category?.dueOn === null)
    faults.push('It would wait for ever: name a triggerRule, or the day (dueOn) by which it is due.');
  return faults;
}

/** A set as YAML or JSON, with every fault by line. `path` is the file's name, for the faults. */
export function readLocalRules(
  path: string,
  text: string,
  edition: Edition,
  known: UsableRules,
): { set: LocalRuleSet | null; faults: LibraryFault[] } {
  const faults: LibraryFault[] = [];
  const file = readYamlFile(path, text, localRuleSetSchema, faults);
  if (file === null) return { set: null, faults };
  const place = new Map(file.data.rules.map(({ id }, index) => [id, index]));
  for (const { ruleId, message } of localRuleFaults(file.data, edition, known)) {
    const line = file.lineOf(['rules', place.get(ruleId) ?? 0, 'id']);
    faults.push({ file: path, line, message: `rule ${ruleId}: ${message}` });
  }
  return { set: file.data, faults: faults.sort((a, b) => a.line - b.line) };
}
