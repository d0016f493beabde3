/**
 * `cairn library check FOLDER`: what is wrong with a library, one line for each fault, before anything is started with it.
 * With a file in place of the folder: the same of a trust's or an authority's rules, held against the latest edition here.
 */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  countQuestionPaths,
  editionOf,
  formatFault,
  loadLibrary,
  readLocalRules,
  usableRules,
  validateLibrary,
  type Edition,
  type Library,
} from '../../library/index.ts';
import { type Command, CommandError, type CommandIo, type ExitCode } from '../../platform/command-line/index.ts';
import { LibraryFolderError, readLibraryFolder } from '../../platform/library-files.ts';
import { ruleNames } from '../../status/index.ts';

/** Ends with 1 where there is any fault, or the folder cannot be read. `readLibrary` reads the one that comes with Cairn. */
export function libraryCheckCommand({ readLibrary }: { readLibrary: () => Library }): Command {
  return {
    path: ['library', 'check'],
    summary:
      'Check a folder of standards, options, prices and frameworks, or a file of local rules: one line for each fault',
    usage: 'FOLDER|FILE',
    options: {},
    positionals: { least: 1, most: 1 },
    async run(args, io) {
      const path = resolve(io.folder, args.positionals[0] ?? '');
      if (isFile(path)) return checkLocalRules(path, args.positionals[0] ?? '', readLibrary(), io);
      const files = readFolder(path);
      const faults = validateLibrary(files, ruleNames);
      if (faults.length > 0) {
        io.result({ ok: false, faults }, faults.map(formatFault).join('\n'));
        return 1;
      }
      const { editions, frameworks, needs, lifecycles } = loadLibrary(files, ruleNames);
      const found = editions.map(countsOf);
      io.result(
        { ok: true, faults, editions: found, frameworks: frameworks.length, needs: needs.length },
        [
          ...found.map(editionWords),
          [
            count(editions.length, 'edition'),
            count(editions.at(-1)?.standards.length ?? 0, 'standard') + ' in the latest',
            count(frameworks.length, 'framework'),
            count(needs.length, 'need'),
            count(lifecycles.length, 'lifecycle'),
            'no faults',
          ].join(', '),
        ].join('\n'),
      );
      return 0;
    },
  };
}

function checkLocalRules(path: string, name: string, library: Library, io: CommandIo): ExitCode {
  const edition = editionOf(library);
  const { set, faults } = readLocalRules(name, readFileSync(path, 'utf8'), edition, usableRules(library));
  if (set === null || faults.length > 0) {
    io.result({ ok: false, faults }, faults.map(formatFault).join('\n'));
    return 1;
  }
  const words = `${set.name}: ${count(set.rules.length, 'rule')} of ${set.by} against edition ${edition.id}, no faults`;
  io.result({ ok: true, faults, set: set.id, edition: edition.id, rules: set.rules.length }, words);
  return 0;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

type Counts = ReturnType<typeof countsOf>;

function countsOf({ id, categories, standards, requirements, questions }: Edition) {
  const { count: ways, fewest, most } = countQuestionPaths(questions, requirements);
  return {
    id,
    categories: categories.length,
    standards: standards.length,
    requirements: requirements.length,
    questions: questions.length,
    fewestAsked: fewest,
    mostAsked: most,
    /** As text: it is past what a number in JSON holds. */
    waysThrough: String(ways),
  };
}

function editionWords(counts: Counts): string {
  const { id, categories, standards, requirements, questions, fewestAsked, mostAsked, waysThrough } = counts;
  const sizes = `${categories} categories, ${standards} standards, ${requirements} requirements, ${questions} questions`;
  return `${id}: ${sizes} (a school is asked ${fewestAsked} to ${mostAsked}, in ${waysWords(waysThrough)} ways)`;
}

/** "1,600"; "4.4 × 10^47" where nobody would read the digits. */
function waysWords(ways: string): string {
  if (ways.length <= 12) return BigInt(ways).toLocaleString('en-GB');
  return `${(Number(ways.slice(0, 3)) / 100).toFixed(1)} × 10^${ways.length - 1}`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function readFolder(folder: string): Map<string, string> {
  try {
    return readLibraryFolder(folder);
  } catch (error) {
    if (!(error instanceof LibraryFolderError)) throw error;
    throw new CommandError('library', `${error.message} Name the folder that holds editions, options and the rest.`, {
      cause: error,
    });
  }
}
