/** Reads the rules of `library/rules/` and tries each of them out. Every fault is named by file and line. */
import { compileRule, type FactRule } from './fact-rule.ts';
import type { RulesFile } from './rule-file.ts';
import { tryRule } from './rule-trial.ts';
import type { LibraryFault, ReadFile } from './yaml-file.ts';

/** Rules that were tried before and are sound, by their text: a library is read many times, and its rules seldom change. */
const sound = new Map<string, FactRule>();
const MOST_KEPT = 500;

/** The rules of these files by id, in order of file and place. Every fault goes to `faults`. */
export function readRules(files: readonly ReadFile<RulesFile>[], faults: LibraryFault[]): Map<string, FactRule> {
  const rules = new Map<string, FactRule>();
  for (const file of files)
    file.data.rules.forEach((data, i) => {
      const add = (path: readonly (string | number)[], message: string) =>
        void faults.push({
          file: file.path,
          line: file.lineOf(['rules', i, ...path]),
          message: `rule ${data.id}: ${message}`,
        });
      if (rules.has(data.id)) add(['id'], 'is there twice');
      const text = JSON.stringify(data);
      const rule = sound.get(text) ?? compileRule(data, add);
      if (rule === null) return;
      rules.set(rule.id, rule);
      if (sound.has(text)) return;
      const before = faults.length;
      tryRule(rule, data, add);
      if (sound.size >= MOST_KEPT) sound.clear();
      if (faults.length === before) sound.set(text, rule);
    });
  return rules;
}
