/** What must hold of when a requirement is asked, of whom, by what duty, and of the choices that say it does not concern one. */
import { phases } from '../domain/phases.ts';
import type { CategoryFile } from './edition-shape.ts';
import type { RuleNames } from './load.ts';
import type { ReadFile, YamlPath } from './yaml-file.ts';

type RequirementEntry = CategoryFile['standards'][number]['requirements'][number];
type AppliesTo = NonNullable<RequirementEntry['appliesTo']>;
type Add = (file: ReadFile<CategoryFile>, path: YamlPath, message: string) => void;

interface Entry {
  file: ReadFile<CategoryFile>;
  path: YamlPath;
  requirement: RequirementEntry;
  /** Of the standard and of the requirement itself. */
  appliesTo: AppliesTo | undefined;
}

/** Triggers that only a rule over the registers can end; a policy's review and other requirements need none. */
const NEED_A_RULE: ReadonlySet<string> = new Set([
  'at-replacement',
  'at-maintenance',
  'before-buying',
  'at-contract-end',
]);

/** Checks one edition's files; faults of plain shape have been found before. */
export function checkAsking(files: readonly ReadFile<CategoryFile>[], rules: RuleNames, add: Add): void {
  const entries = files.flatMap((file) =>
    file.data.standards.flatMap((standard, s) =>
      standard.requirements.map((requirement, r): Entry => {
        const both = { ...standard.appliesTo, ...requirement.appliesTo };
        const appliesTo = both.because === undefined ? undefined : { ...both, because: both.because };
        return { file, path: ['standards', s, 'requirements', r], requirement, appliesTo };
      }),
    ),
  );
  const ids = new Set(entries.map(({ requirement }) => requirement.id));
  const without = entries.flatMap(({ requirement, appliesTo }) =>
    requirement.question?.notApplicable === undefined ? [] : [appliesTo?.equipment ?? []],
  );
  for (const file of files) {
    const { duty } = file.data.category;
    if (duty !== null) checkDuty(file, ['category', 'duty'], duty.source, add);
    file.data.standards.forEach(({ id, appliesTo }, s) => {
      if (appliesTo) checkApplies(file, ['standards', s, 'appliesTo'], `standard ${id}`, appliesTo, add);
    });
  }
  for (const entry of entries) {
    const { file, path, requirement, appliesTo } = entry;
    const { id, duty, question, fact, threshold } = requirement;
    if (duty) checkDuty(file, [...path, 'duty'], duty.source, add);
    if (requirement.appliesTo) {
      const at = [...path, 'appliesTo'];
      checkApplies(file, at, `requirement ${id}`, requirement.appliesTo, add);
      checkWithin(entry, at, add);
    }
    const kinds = appliesTo?.equipment ?? [];
    if (kinds.length > 0 && !without.some((all) => kinds.every((kind) => all.includes(kind))))
      add(
        file,
        [...path, 'id'],
        `requirement ${id} is asked only of schools with ${kinds.join(' or ')}, but no question has a choice that says there is none (notApplicable)`,
      );
    for (const choice of question?.notApplicable ?? [])
      if (question?.met.includes(choice))
        add(file, [...path, 'question'], `requirement ${id}: choice ${choice} means both met and not applicable`);
    if (threshold?.atMost === true && fact !== null && rules.needThreshold.has(fact))
      add(
        file,
        [...path, 'threshold'],
        `requirement ${id} names the most, but the fact rule ${fact} compares with the least`,
      );
    checkTrigger(entry, ids, add);
  }
  checkCircles(entries, add);
}

function checkDuty(file: ReadFile<CategoryFile>, path: YamlPath, source: string, add: Add): void {
  if (file.data.sources[source] === undefined) add(file, path, `a duty has the unknown source ${source}`);
}

function checkApplies(file: ReadFile<CategoryFile>, path: YamlPath, what: string, given: AppliesTo, add: Add): void {
  const { because: _why, ...conditions } = given;
  if (Object.values(conditions).every((each) => each === undefined))
    add(file, path, `${what} says why it applies to some schools only, and not to which`);
  if (phases.every((phase) => given.phases?.includes(phase)))
    add(file, path, `${what} names every phase: leave phases out`);
  if (given.governance?.includes('maintained') && given.governance.includes('academy'))
    add(file, path, `${what} names everyone who runs schools: leave governance out`);
}

/** What a requirement says on top of its standard must leave some school to ask. */
function checkWithin({ file, requirement }: Entry, path: YamlPath, add: Add): void {
  const standard = file.data.standards.find(({ requirements }) => requirements.includes(requirement));
  const [outer, inner] = [standard?.appliesTo, requirement.appliesTo];
  if (outer === undefined || inner === undefined) return;
  const isOutside =
    inner.phases?.some((phase) => outer.phases !== undefined && !outer.phases.includes(phase)) ||
    inner.governance?.some((one) => outer.governance !== undefined && !outer.governance.includes(one)) ||
    (inner.sixthForm !== undefined && outer.sixthForm !== undefined && inner.sixthForm !== outer.sixthForm) ||
    (inner.leastSites ?? Infinity) < (outer.leastSites ?? 0);
  if (isOutside) add(file, path, `requirement ${requirement.id} applies to schools to which its standard does not`);
}

function checkTrigger({ file, path, requirement }: Entry, ids: ReadonlySet<string>, add: Add): void {
  const { id, trigger, triggerRule } = requirement;
  const needsRule = NEED_A_RULE.has(trigger);
  if (needsRule && triggerRule === null)
    add(
      file,
      [...path, 'trigger'],
      `requirement ${id} waits (${trigger}), but names no triggerRule that finds the day`,
    );
  if (!needsRule && triggerRule !== null)
    add(
      file,
      [...path, 'triggerRule'],
      `requirement ${id} names a triggerRule, which its trigger ${trigger} does not use`,
    );
  for (const key of ['after', 'before'] as const) {
    const others = requirement[key];
    if (trigger === key && others === undefined)
      add(
        file,
        [...path, 'trigger'],
        `requirement ${id} has the trigger ${key} and does not say ${key} which requirements`,
      );
    if (trigger !== key && others !== undefined)
      add(
        file,
        [...path, key],
        `requirement ${id} says ${key} which requirements it comes, but its trigger is ${trigger}`,
      );
    others?.forEach((other, i) => {
      if (!ids.has(other))
        add(file, [...path, key, i], `requirement ${id} comes ${key} the unknown requirement ${other}`);
    });
  }
}

/** Requirements that wait for each other: each would wait for ever. */
function checkCircles(entries: readonly Entry[], add: Add): void {
  const comesAfter = new Map<string, string[]>();
  const put = (id: string, others: readonly string[]) =>
    void comesAfter.set(id, [...(comesAfter.get(id) ?? []), ...others]);
  for (const { requirement } of entries) {
    put(requirement.id, requirement.after ?? []);
    for (const later of requirement.before ?? []) put(later, [requirement.id]);
  }
  for (const { file, path, requirement } of entries) {
    if (requirement.after === undefined && requirement.before === undefined) continue;
    const seen = new Set<string>();
    const open = [...(comesAfter.get(requirement.id) ?? [])];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      open.push(...(comesAfter.get(id) ?? []));
    }
    if (seen.has(requirement.id))
      add(file, [...path, 'trigger'], `requirement ${requirement.id} comes after and before itself`);
  }
}
