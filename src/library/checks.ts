/** What must hold between the entries of the library's files. Each check adds its faults with file and line. */
import { phases, type Phase } from '../domain/record.ts';
import { checkAsking } from './asking-checks.ts';
import type { ChangesFile } from './changes-file.ts';
import type { CategoryFile, EditionFile } from './edition-shape.ts';
import type { RuleNames } from './load.ts';
import type { NeedsFile } from './read-needs.ts';
import { countQuestionPaths } from './question-paths.ts';
import type { LibraryFault, ReadFile, YamlPath } from './yaml-file.ts';

export interface EditionFiles {
  head: EditionFile;
  categories: ReadFile<CategoryFile>[];
  changes: ReadFile<ChangesFile> | null;
}

/** Where an id was written, so that a fault elsewhere can point to it. */
interface Place {
  file: ReadFile<unknown>;
  path: YamlPath;
}

interface Node extends Place {
  id: string;
  dependsOn: string[];
}

/** Checks one edition: ids, sources, questions, rules, and that nothing waits for itself. */
export function checkEdition({ categories }: EditionFiles, rules: RuleNames, faults: LibraryFault[]): void {
  const add = (place: Place, message: string) =>
    void faults.push({ file: place.file.path, line: place.file.lineOf(place.path), message });
  const standards: Node[] = [];
  const requirements: Node[] = [];
  const questions = new Map<string, Place & { choices: Set<string> }>();
  const seen = new Map<string, Place>();
  const declare = (kind: string, id: string, place: Place) => {
    const before = seen.get(`${kind} ${id}`);
    if (before)
      add(place, `${kind} ${id} is there twice (also ${before.file.path}:${before.file.lineOf(before.path)})`);
    else seen.set(`${kind} ${id}`, place);
  };
  const checkSource = (key: string | undefined, place: Place) => {
    const file = place.file as ReadFile<CategoryFile>;
    if (key !== undefined && file.data.sources[key] === undefined) add(place, `unknown source ${key}`);
  };

  for (const file of categories) {
    const { category } = file.data;
    declare('category', category.id, { file, path: ['category', 'id'] });
    checkSource(category.source, { file, path: ['category', 'source'] });
    file.data.questions.forEach((question, q) => {
      const place = { file, path: ['questions', q, 'id'] };
      declare('question', question.id, place);
      const choices = new Set(question.choices.map(({ id }) => id));
      if (choices.size < question.choices.length) add(place, `question ${question.id} has a choice twice`);
      if (!choices.has('not-sure')) add(place, `question ${question.id} has no choice not-sure`);
      questions.set(question.id, { ...place, choices });
    });
    file.data.standards.forEach((standard, s) => {
      const path = ['standards', s, 'id'];
      declare('standard', standard.id, { file, path });
      checkSource(standard.source, { file, path: ['standards', s, 'source'] });
      if (!standard.id.startsWith(`${category.id}-`))
        add({ file, path }, `standard ${standard.id} should begin with ${category.id}-`);
      standards.push({ file, path, id: standard.id, dependsOn: standard.dependsOn });
    });
  }

  const used = new Set<string>();
  for (const file of categories) {
    const { underperforming } = file.data.category;
    if (underperforming) {
      const place = { file, path: ['category', 'underperforming'] };
      used.add(underperforming.question);
      checkChoices(underperforming.question, underperforming.choices, place);
    }
    file.data.standards.forEach((standard, s) =>
      standard.requirements.forEach((requirement, r) => {
        const at = (key: string): Place => ({ file, path: ['standards', s, 'requirements', r, key] });
        const { id } = requirement;
        declare('requirement', id, at('id'));
        requirements.push({ ...at('id'), id, dependsOn: requirement.dependsOn });
        if (!id.startsWith(`${standard.id}.`)) add(at('id'), `requirement ${id} should begin with ${standard.id}.`);
        checkSource(requirement.source, at('source'));
        if (requirement.fact === null && requirement.question === null)
          add(at('id'), `requirement ${id} has neither a fact nor a question`);
        if (requirement.fact !== null && !rules.facts.has(requirement.fact))
          add(at('fact'), `requirement ${id} names the unknown fact rule ${requirement.fact}`);
        if (requirement.triggerRule !== null && !rules.triggers.has(requirement.triggerRule))
          add(at('triggerRule'), `requirement ${id} names the unknown trigger rule ${requirement.triggerRule}`);
        if (requirement.threshold) {
          const asked = requirement.appliesTo?.phases ?? standard.appliesTo?.phases ?? phases;
          const without = phasesWithout(requirement.threshold).filter((phase) => asked.includes(phase));
          if (without.length === asked.length)
            add(at('threshold'), `requirement ${id} has a threshold without a number`);
          else if (without.length > 0)
            add(at('threshold'), `requirement ${id} has a threshold, but no number for ${without.join(', ')}`);
        } else if (requirement.fact !== null && rules.needThreshold.has(requirement.fact))
          add(at('fact'), `requirement ${id} has no threshold, which the fact rule ${requirement.fact} compares with`);
        if (requirement.question) {
          used.add(requirement.question.id);
          const { met, notApplicable = [] } = requirement.question;
          checkChoices(requirement.question.id, met, at('question'), notApplicable);
        }
      }),
    );
  }

  for (const [id, place] of questions)
    if (!used.has(id)) add(place, `no requirement can be answered by question ${id}`);
  const all = categories.flatMap(({ data }) => data.standards.flatMap((standard) => standard.requirements));
  for (const { data } of categories)
    for (const id of countQuestionPaths(data.questions, all).neverAsked) {
      const place = questions.get(id);
      if (place && used.has(id))
        add(place, `question ${id} is never asked: no requirement needs it, and it may be passed over (skipWhenKnown)`);
    }
  checkAsking(categories, rules, (file, path, message) => add({ file, path }, message));
  checkGraph('standard', standards, add);
  checkGraph('requirement', requirements, add);

  function checkChoices(questionId: string, choices: string[], place: Place, notApplicable: string[] = []): void {
    const question = questions.get(questionId);
    if (question === undefined) return add(place, `unknown question ${questionId}`);
    for (const choice of [...choices, ...notApplicable]) {
      if (choice === 'not-sure')
        add(
          place,
          `question ${questionId}: not-sure can never mean ${choices.includes(choice) ? 'met' : 'not applicable'}`,
        );
      else if (!question.choices.has(choice)) add(place, `question ${questionId} has no choice ${choice}`);
    }
    const open = [...question.choices].filter((choice) => ![...choices, ...notApplicable, 'not-sure'].includes(choice));
    if (open.length === 0) add(place, `question ${questionId}: every choice means met, so it can never say otherwise`);
  }
}

/** Checks the needs and options against each other and against the requirements of all editions. */
export function checkNeeds(
  files: readonly ReadFile<NeedsFile>[],
  requirementIds: ReadonlySet<string>,
  faults: LibraryFault[],
): void {
  const needs = new Set<string>();
  const options = new Set<string>();
  for (const { data } of files)
    for (const need of data.needs) {
      needs.add(need.id);
      for (const option of need.options) options.add(option.id);
    }
  const declared = new Set<string>();
  for (const file of files) {
    const add = (path: YamlPath, message: string) =>
      void faults.push({ file: file.path, line: file.lineOf(path), message });
    const once = (kind: string, id: string, path: YamlPath) => {
      if (declared.has(`${kind} ${id}`)) add(path, `${kind} ${id} is there twice`);
      declared.add(`${kind} ${id}`);
    };
    const all = (ids: readonly string[], known: ReadonlySet<string>, kind: string, path: YamlPath) =>
      ids.forEach((id, i) => known.has(id) || add([...path, i], `unknown ${kind} ${id}`));
    file.data.needs.forEach((need, n) => {
      const at = ['needs', n] as const;
      once('need', need.id, [...at, 'id']);
      all(need.requirements, requirementIds, 'requirement', [...at, 'requirements']);
      all(need.unless, needs, 'need', [...at, 'unless']);
      if (need.deadline && file.data.sources[need.deadline.source] === undefined)
        add([...at, 'deadline'], `unknown source ${need.deadline.source}`);
      need.options.forEach((option, o) => {
        const inside = [...at, 'options', o] as const;
        once('option', option.id, [...inside, 'id']);
        if (file.data.sources[option.source] === undefined)
          add([...inside, 'source'], `unknown source ${option.source}`);
        all(option.satisfies, requirementIds, 'requirement', [...inside, 'satisfies']);
        all(option.after, needs, 'need', [...inside, 'after']);
        all(option.afterAll ?? [], needs, 'need', [...inside, 'afterAll']);
        all(option.excludes, options, 'option', [...inside, 'excludes']);
      });
    });
  }
}

/** The phases of school for which the threshold says nothing. */
function phasesWithout({
  all,
  byPhase,
}: {
  all?: number | undefined;
  byPhase: Partial<Record<Phase, number>>;
}): Phase[] {
  return all === undefined ? phases.filter((phase) => byPhase[phase] === undefined) : [];
}

/** Unknown ids in `dependsOn`, and every cycle once. */
function checkGraph(kind: string, nodes: readonly Node[], add: (place: Place, message: string) => void): void {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes)
    for (const other of node.dependsOn)
      if (!byId.has(other)) add(node, `${kind} ${node.id} depends on the unknown ${kind} ${other}`);
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const visit = (node: Node) => {
    state.set(node.id, 'open');
    trail.push(node.id);
    for (const id of node.dependsOn) {
      const next = byId.get(id);
      if (next === undefined) continue;
      if (state.get(id) === 'open')
        add(node, `${kind}s wait for each other: ${[...trail.slice(trail.indexOf(id)), id].join(' → ')}`);
      else if (!state.has(id)) visit(next);
    }
    trail.pop();
    state.set(node.id, 'done');
  };
  for (const node of nodes) if (!state.has(node.id)) visit(node);
}
