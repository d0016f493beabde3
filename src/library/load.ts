/**
 * Makes the library from the text of its files and checks it. Pure: whoever calls reads the files and says which rules
 * `status` knows, so that a misspelt rule is found here and not by a school.
 *
 * Paths are relative to the library's folder and use `/`: `editions/<edition>/<category>.yaml`, `frameworks/<any>.yaml`,
 * `rules/<any>.yaml`, `options/<any>.yaml`, `lifecycles/<any>.yaml`, `presets/<any>.yaml`, `glossary.yaml`. In an edition's folder `edition.yaml` and
 * `changes.yaml` are files of their own kind.
 */
import { checkEdition, checkNeeds, type EditionFiles } from './checks.ts';
import { checkCoverage } from './coverage-checks.ts';
import { checkChangeLists } from './changes-checks.ts';
import { checkFrameworks } from './framework-checks.ts';
import { changesFileSchema } from './changes-file.ts';
import { categoryFileSchema, editionFileSchema, type CategoryFile } from './edition-shape.ts';
import { checkGlossary, GLOSSARY_PATH, glossaryFileSchema, termsOf } from './glossary.ts';
import type { FactRules } from './fact-rule.ts';
import { frameworkFileSchema, frameworkOf } from './framework-file.ts';
import { checkLifecycles } from './lifecycle-checks.ts';
import { lifecycleFileSchema, lifecyclesOf } from './lifecycle-file.ts';
import type { Lifecycles } from './lifecycle.ts';
import type { Applicability, Category, Edition, Library, Question, Requirement, Source, Standard } from './library.ts';
import { checkPresets, presetFileSchema, presetsOf } from './preset-file.ts';
import { needsFileSchema, needsOf } from './read-needs.ts';
import { rulesFileSchema } from './rule-file.ts';
import { readRules } from './rules-check.ts';
import { formatFault, readYamlFile, type LibraryFault, type ReadFile } from './yaml-file.ts';

/** The names that `status` answers to. */
export interface TriggerNames {
  triggers: ReadonlySet<string>;
}

/** The rules that requirements may name. */
export interface RuleNames extends TriggerNames {
  facts: ReadonlySet<string>;
  /** Fact rules that compare with the requirement's threshold: without one they could only ever say the same. */
  needThreshold: ReadonlySet<string>;
}

/** Path below the library's folder → text. */
export type LibraryFiles = ReadonlyMap<string, string>;

/** The library cannot be used; every fault is named. */
export class LibraryError extends Error {
  readonly code = 'library.faulty';
  readonly faults: readonly LibraryFault[];
  constructor(faults: readonly LibraryFault[]) {
    super(`The library has ${faults.length} fault(s):\n${faults.map(formatFault).join('\n')}`);
    this.name = 'LibraryError';
    this.faults = faults;
  }
}

/** The library of these files. Throws {@link LibraryError} where {@link validateLibrary} finds any fault. */
export function loadLibrary(files: LibraryFiles, names: TriggerNames): Library {
  const { library, faults } = readLibrary(files, names);
  if (library === null || faults.length > 0) throw new LibraryError(faults);
  return library;
}

/** Every fault of these files, in order of file and line; none where they can be used. */
export function validateLibrary(files: LibraryFiles, names: TriggerNames): LibraryFault[] {
  return readLibrary(files, names).faults;
}

/** The edition with this id, or where none is named the latest. Throws where there is none. */
export function editionOf(library: Pick<Library, 'editions'>, id?: string): Edition {
  const found = id === undefined ? library.editions.at(-1) : library.editions.find((edition) => edition.id === id);
  if (found === undefined) throw new UnknownEditionError(id ?? 'latest');
  return found;
}

/** A record names an edition that this library does not hold. */
export class UnknownEditionError extends Error {
  readonly code = 'library.unknown-edition';
  constructor(id: string) {
    super(`The library has no edition "${id}".`);
    this.name = 'UnknownEditionError';
  }
}

function readLibrary(files: LibraryFiles, names: TriggerNames): { library: Library | null; faults: LibraryFault[] } {
  const faults: LibraryFault[] = [];
  const paths = [...files.keys()].sort();
  const editionIds = [...new Set(paths.flatMap((path) => /^editions\/([^/]+)\/[^/]+\.yaml$/.exec(path)?.[1] ?? []))];
  if (editionIds.length === 0) faults.push({ file: 'editions', line: 1, message: 'there is no edition' });
  const editions = editionIds.map((id) => readEdition(id, files, faults));
  const needFiles = paths
    .filter((path) => /^options\/[^/]+\.yaml$/.test(path))
    .map((path) => readYamlFile(path, files.get(path) ?? '', needsFileSchema, faults));
  const lifecycleFiles = paths
    .filter((path) => /^lifecycles\/[^/]+\.yaml$/.test(path))
    .map((path) => readYamlFile(path, files.get(path) ?? '', lifecycleFileSchema, faults));
  const presetFiles = paths
    .filter((path) => /^presets\/[^/]+\.yaml$/.test(path))
    .map((path) => readYamlFile(path, files.get(path) ?? '', presetFileSchema, faults));
  const frameworkFiles = paths
    .filter((path) => /^frameworks\/[^/]+\.yaml$/.test(path))
    .map((path) => readYamlFile(path, files.get(path) ?? '', frameworkFileSchema, faults));
  const glossaryText = files.get(GLOSSARY_PATH);
  const glossary =
    glossaryText === undefined ? null : readYamlFile(GLOSSARY_PATH, glossaryText, glossaryFileSchema, faults);
  const ruleFiles = paths
    .filter((path) => /^rules\/[^/]+\.yaml$/.test(path))
    .map((path) => readYamlFile(path, files.get(path) ?? '', rulesFileSchema, faults));
  // Ids can only be followed once every file has the right shape: otherwise one slip would be reported many times.
  if (faults.length > 0) return { library: null, faults: inOrder(faults) };
  const whole = editions.filter((edition) => edition !== null);
  const presentRules = ruleFiles.filter((file) => file !== null);
  const factRules = readRules(presentRules, faults);
  const rules: RuleNames = {
    ...names,
    // A rule with a fault of its own is known by its id all the same: one slip is reported once.
    facts: new Set(presentRules.flatMap(({ data }) => data.rules.map(({ id }) => id))),
    needThreshold: new Set(
      [...factRules.values()].flatMap(({ id, noThreshold }) => (noThreshold === null ? [] : [id])),
    ),
  };
  for (const edition of whole) checkEdition(edition, rules, faults);
  const requirementIds = new Set(
    whole.flatMap(({ categories }) =>
      categories.flatMap(({ data }) => data.standards.flatMap(({ requirements }) => requirements.map(({ id }) => id))),
    ),
  );
  const presentNeeds = needFiles.filter((file) => file !== null);
  checkNeeds(presentNeeds, requirementIds, faults);
  const presentLifecycles = lifecycleFiles.filter((file) => file !== null);
  checkLifecycles(presentLifecycles, faults);
  const presentPresets = presetFiles.filter((file) => file !== null);
  checkPresets(presentPresets, faults);
  const presentFrameworks = frameworkFiles.filter((file) => file !== null);
  checkFrameworks(presentFrameworks, whole, faults);
  if (glossary !== null) checkGlossary(glossary, faults);
  if (faults.length > 0) return { library: null, faults: inOrder(faults) };
  const needs = presentNeeds.flatMap(({ data }) => needsOf(data)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const lifecycles = presentLifecycles.flatMap(({ data }) => lifecyclesOf(data)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const built = whole
    .map((files) => buildEdition(files, lifecycles, factRules))
    .sort((a, b) => (a.asAt < b.asAt ? -1 : 1));
  const presets = presentPresets.flatMap(({ data }) => presetsOf(data));
  const changes = whole.flatMap((edition) => (edition.changes === null ? [] : [edition.changes.data]));
  const frameworks = presentFrameworks.map(({ data }) => frameworkOf(data));
  checkCoverage(whole, presentNeeds, faults);
  // Editions are only compared once each is sound: a slip in one would else show as a change of all that refers to it.
  checkChangeLists(built, new Map(whole.map(({ head, changes }) => [head.id, changes])), faults);
  if (faults.length > 0) return { library: null, faults: inOrder(faults) };
  const terms = glossary === null ? [] : termsOf(glossary.data);
  return { library: { editions: built, changes, frameworks, needs, lifecycles, presets, terms }, faults };
}

function readEdition(id: string, files: LibraryFiles, faults: LibraryFault[]): EditionFiles | null {
  const folder = `editions/${id}/`;
  const headPath = `${folder}edition.yaml`;
  const headText = files.get(headPath);
  if (headText === undefined) {
    faults.push({ file: headPath, line: 1, message: 'missing: an edition names its id, title and as-at date here' });
    return null;
  }
  const head = readYamlFile(headPath, headText, editionFileSchema, faults);
  const changesPath = `${folder}changes.yaml`;
  const changesText = files.get(changesPath);
  const changes = changesText === undefined ? null : readYamlFile(changesPath, changesText, changesFileSchema, faults);
  const categories: ReadFile<CategoryFile>[] = [];
  for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!path.startsWith(folder) || path === headPath || path === changesPath || !path.endsWith('.yaml')) continue;
    const file = readYamlFile(path, text, categoryFileSchema, faults);
    if (file !== null) categories.push(file);
  }
  if (head === null) return null;
  if (head.data.id !== id)
    faults.push({
      file: headPath,
      line: head.lineOf(['id']),
      message: `edition ${head.data.id} is in the folder ${id}`,
    });
  return { head: head.data, categories, changes };
}

function buildEdition(
  { head, categories }: Pick<EditionFiles, 'head' | 'categories'>,
  lifecycles: Lifecycles,
  rules: FactRules,
): Edition {
  const parts = categories.map(({ data }) => buildCategory(data)).sort((a, b) => order(a.category) - order(b.category));
  return {
    ...head,
    categories: parts.map(({ category }) => category),
    standards: parts.flatMap(({ standards }) => standards),
    requirements: parts.flatMap(({ requirements }) => requirements),
    questions: parts.flatMap(({ questions }) => questions),
    lifecycles,
    rules,
  };
}

/** The order of the Department's own list: the core standards first. Others come after it in order of file name. */
const CATEGORY_ORDER = [
  'broadband',
  'wireless',
  'switching',
  'cyber',
  'filtering',
  'leadership',
  'cabling',
  'servers',
  'cloud',
  'accessibility',
  'it-support',
  'devices',
];

function order(category: Category): number {
  const place = CATEGORY_ORDER.indexOf(category.id);
  return place < 0 ? CATEGORY_ORDER.length : place;
}

function buildCategory(data: CategoryFile) {
  const sourceOf = (...keys: (string | undefined)[]): Source => {
    const found = data.sources[keys.find((key) => key !== undefined) ?? ''];
    if (found === undefined) throw new TypeError(`source of ${data.category.id} was not checked`);
    return found;
  };
  const { duty: allDuties, underperforming, source: categorySource, ...plain } = data.category;
  const category: Category = {
    ...plain,
    underperforming: underperforming && { questionId: underperforming.question, choices: underperforming.choices },
    source: sourceOf(categorySource),
  };
  const standards = data.standards.map(({ requirements: _own, appliesTo: _whom, source, ...rest }): Standard => ({
    ...rest,
    categoryId: category.id,
    source: sourceOf(source, categorySource),
  }));
  const requirements = data.standards.flatMap((standard) =>
    standard.requirements.map(({ source, duty: ownDuty, threshold, appliesTo, ...rest }): Requirement => {
      const duty = ownDuty === undefined ? allDuties : ownDuty;
      return {
        ...rest,
        standardId: standard.id,
        appliesTo: bothApply(standard.appliesTo, appliesTo),
        duty: duty !== null,
        dutyBy: duty === null ? undefined : { ...duty, source: sourceOf(duty.source) },
        threshold: threshold && {
          unit: threshold.unit,
          ...(threshold.atMost === undefined ? {} : { atMost: true }),
          byPhase: threshold.byPhase,
          ...(threshold.all === undefined ? {} : { all: threshold.all }),
        },
        source: sourceOf(source, standard.source, categorySource),
      };
    }),
  );
  const questions = data.questions.map((question): Question => ({ ...question, categoryId: category.id }));
  return { category, standards, requirements, questions };
}

/** What a standard says of the schools it asks holds for all its requirements; what one says of itself comes on top. */
function bothApply(ofAll: Applicability | undefined, own: Applicability | undefined): Applicability | undefined {
  return ofAll === undefined || own === undefined ? (own ?? ofAll) : { ...ofAll, ...own };
}

function inOrder(faults: LibraryFault[]): LibraryFault[] {
  return faults.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
