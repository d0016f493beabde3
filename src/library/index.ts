/** The library: what the sector knows, as dated data. Pure once its files are read. */
export * from './library.ts';
export {
  editionOf,
  LibraryError,
  loadLibrary,
  UnknownEditionError,
  validateLibrary,
  type LibraryFiles,
  type TriggerNames,
} from './load.ts';
export {
  knownDates,
  knownSystem,
  supportEndOn,
  withKnownDates,
  type KnownDate,
  type KnownDates,
  type KnownEquipment,
  type KnownSystem,
} from './known-equipment.ts';
export type { FactRule, FactRules } from './fact-rule.ts';
export * from './lifecycle.ts';
export { changeListFaults, differencesBetween, type EditionDifferences } from './edition-changes.ts';
export { applyLocalRules, editionFor, needsUnder, usableRules, waits, type UsableRules } from './local-rules.ts';
export { localRuleFaults, readLocalRules, type LocalRuleFault } from './local-rules-checks.ts';
export { localId, LOCAL_CHOICES, numberWords } from './local-requirement.ts';
export { isCeiling, isStricter, numberFor } from './thresholds.ts';
export { moveBetween, type EditionMove, type GivenAnswer, type LookAgain, type UnusedAnswer } from './edition-move.ts';
export { frameworkStanding, type FrameworkLine, type KnownResult, type LinkedResult } from './framework-standing.ts';
export { countQuestionPaths, type QuestionPaths } from './question-paths.ts';
export { wordsOf } from './lifecycle-names.ts';
export { recogniseEquipment, recogniseSystem, type EquipmentRecognition, type Recognition } from './recognise.ts';
export { replaceTerms, termsIn, type Term } from './glossary.ts';
export { formatFault, type LibraryFault } from './yaml-file.ts';
export { expandPreset, kindKey, missingFrom, TYPICAL_ID, type TypicalItems } from './expand-preset.ts';
export { presetFor, type Preset, type PresetEntry } from './presets.ts';
