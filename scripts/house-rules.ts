/**
 * The house's rules on who may touch whom, checked over the text of every file (docs/decisions/house-rules.md).
 * Pure: files come in as path and text, problems come out.
 */
import { posix } from 'node:path';
import { codeOnly, importsOf, lineOf } from './source-text.ts';
import type { ImportedFrom } from './source-text.ts';

/** A file by its path from the root of the project, written with slashes. */
export interface SourceFile {
  path: string;
  text: string;
}

export interface Problem {
  path: string;
  line: number;
  message: string;
}

const MOST_LINES = 500;
const forbiddenNames = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'types', 'misc']);

/** Which rooms each room may import from, besides itself. Features and the app are looked at apart. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  library: ['domain'],
  status: ['domain', 'library'],
  needs: ['domain', 'library', 'status'],
  planner: ['domain'],
  platform: ['domain', 'library', 'ui'],
  ui: ['domain'],
  features: ['domain', 'library', 'status', 'needs', 'planner', 'platform', 'ui', 'features'],
  app: ['domain', 'library', 'status', 'needs', 'planner', 'platform', 'ui', 'features'],
};

const pureRooms = new Set(['domain', 'library', 'status', 'needs', 'planner']);
/** What pure code may use from outside. Everything else (files, network, processes, frameworks) is refused. */
const purePackages = new Set([
  'zod',
  'yaml',
  'highs',
  '@marcbachmann/cel-js',
  'node:crypto',
  'node:util',
  'node:buffer',
]);
const impure: readonly [RegExp, string][] = [
  [/\bDate\s*\.\s*now\b/g, 'Date.now'],
  [/\bnew\s+Date\s*(?:\(\s*\)|(?![\s(\w.]))/g, 'new Date()'],
  [/\bMath\s*\.\s*random\b/g, 'Math.random'],
  [/\bperformance\s*\.\s*now\b/g, 'performance.now'],
  [/(?<![.\w$])process\s*[.[]/g, 'process'],
  [/(?<![.\w$])fetch\s*\(/g, 'fetch'],
  [/(?<![.\w$])set(?:Timeout|Interval|Immediate)\s*\(/g, 'timers'],
];

const doors = /\.(web|api|jobs|cli)\.ts$/;

/** Every breach of the rules in these files, in order of path and line. */
export function findProblems(files: readonly SourceFile[]): Problem[] {
  const problems: Problem[] = [];
  const featureEdges = new Map<string, Map<string, Problem>>();
  for (const file of files) {
    const code = codeOnly(file.text);
    const say = (line: number, message: string): void => void problems.push({ path: file.path, line, message });
    checkName(file, say);
    checkLength(file, say);
    if (isTest(file.path)) checkTest(code, say);
    if (!file.path.startsWith('src/')) continue;
    for (const imported of importsOf(file.text, code)) {
      checkImport(file.path, imported, say);
      noteFeatureEdge(file.path, imported, featureEdges);
    }
    if (isTest(file.path)) continue;
    checkPurity(file.path, code, say);
    checkEnvironment(file.path, code, say);
  }
  problems.push(...findCircles(featureEdges));
  return problems.toSorted((a, b) => a.path.localeCompare(b.path, 'en') || a.line - b.line);
}

type Say = (line: number, message: string) => void;

function isTest(path: string): boolean {
  return /\.(test|e2e)\.ts$/.test(path);
}

/** The planner's edge: the files that run it in a thread of its own. */
function isPlannerWorker(path: string): boolean {
  return /^src\/planner\/(?:[\w-]+\/)?worker[\w-]*\.ts$/.test(path);
}

/** The room of a path under src, and the feature's name where it is one. */
function placeOf(path: string): { room: string; feature: string | null } {
  const [, room = '', feature = ''] = path.split('/');
  return { room, feature: room === 'features' ? feature : null };
}

function checkName({ path }: SourceFile, say: Say): void {
  for (const part of path.split('/')) {
    const words = part.split('.');
    if (
      words
        .slice(0, -1)
        .concat(words.length === 1 ? words : [])
        .some((word) => forbiddenNames.has(word))
    ) {
      say(1, `“${part}” says nothing of what is inside: name it after what it does`);
    }
    if (!/^[a-z0-9.-]+$/.test(part)) say(1, `“${part}” is not kebab-case`);
  }
}

function checkLength({ text }: SourceFile, say: Say): void {
  if (text.startsWith('/** Written by scripts/')) return;
  const lines = text.split('\n').length - 1;
  if (lines > MOST_LINES) say(MOST_LINES, `${lines} lines: split it, ${MOST_LINES} is the most`);
}

function checkTest(code: string, say: Say): void {
  for (const match of code.matchAll(/\b(?:test|it|describe|suite|t)\s*\.\s*(only|skip|todo)\b/g)) {
    say(lineOf(code, match.index), `no test.${match[1]}: every test runs`);
  }
  for (const match of code.matchAll(/[{,]\s*(only|skip|todo)\s*:/g)) {
    say(lineOf(code, match.index), `no “${match[1]}” option: every test runs`);
  }
}

function checkImport(path: string, { specifier, line, typeOnly }: ImportedFrom, say: Say): void {
  const from = placeOf(path);
  if (!specifier.startsWith('.')) {
    checkPackage(path, specifier, line, say);
    return;
  }
  const target = posix.join(posix.dirname(path), specifier);
  if (isTest(path)) return;
  if (!target.startsWith('src/')) {
    if (/^(test|e2e|bench|scripts)\//.test(target)) say(line, `nothing under src imports ${target.split('/')[0]}/`);
    return;
  }
  const to = placeOf(target);
  if (to.room !== from.room && !mayImport[from.room]?.includes(to.room)) {
    say(line, `${from.room} may not import ${to.room} (${specifier})`);
  }
  if (to.feature !== null && to.feature !== from.feature && !/^src\/features\/[^/]+\/index\.ts$/.test(target)) {
    say(line, `another feature is imported through its index.ts only (${specifier})`);
  }
  if (!typeOnly) checkLayers(path, target, line, say);
}

/** Layers inside a feature: one door never calls another of its kind; views and rules know nothing of the database. */
function checkLayers(path: string, target: string, line: number, say: Say): void {
  const kind = doors.exec(path)?.[1];
  if (kind !== undefined && doors.exec(target)?.[1] === kind)
    say(line, `a .${kind}.ts never calls another .${kind}.ts`);
  if (/\.(view|rules|words)\.ts$/.test(path) && /(\.(queries|commands)\.ts$|^src\/platform\/database\/)/.test(target)) {
    say(line, `a ${/\.(\w+)\.ts$/.exec(path)?.[0]} file has no database (${target})`);
  }
}

function checkPackage(path: string, specifier: string, line: number, say: Say): void {
  if (isTest(path)) return;
  const { room } = placeOf(path);
  const name = specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
  const isWorker = isPlannerWorker(path);
  if (pureRooms.has(room) && !purePackages.has(name) && !(isWorker && name === 'node:worker_threads')) {
    say(line, `${room} is pure: it may not import ${specifier}`);
  }
  if (name === 'kysely' && !/\.(queries|commands)\.ts$/.test(path) && !path.startsWith('src/platform/database/')) {
    say(line, 'Kysely is for *.queries.ts, *.commands.ts and platform/database');
  }
  if ((name === 'nunjucks' || name === 'govuk-frontend') && !path.startsWith('src/ui/govuk/')) {
    say(line, `${name} is for ui/govuk`);
  }
}

function checkPurity(path: string, code: string, say: Say): void {
  const { room } = placeOf(path);
  if (!pureRooms.has(room) && !path.endsWith('.rules.ts')) return;
  if (isPlannerWorker(path)) return;
  for (const [pattern, name] of impure) {
    for (const match of code.matchAll(pattern))
      say(lineOf(code, match.index), `pure code may not use ${name}: pass it in`);
  }
}

function checkEnvironment(path: string, code: string, say: Say): void {
  if (path === 'src/platform/config.ts') return;
  for (const match of code.matchAll(/(?<![.\w$])process\s*\.\s*env\b/g)) {
    say(lineOf(code, match.index), 'process.env is for platform/config.ts');
  }
}

function noteFeatureEdge(
  path: string,
  { specifier, line }: ImportedFrom,
  edges: Map<string, Map<string, Problem>>,
): void {
  if (isTest(path) || !specifier.startsWith('.')) return;
  const from = placeOf(path).feature;
  const to = placeOf(posix.join(posix.dirname(path), specifier)).feature;
  if (from === null || to === null || from === to) return;
  const known = edges.get(from) ?? new Map<string, Problem>();
  if (!known.has(to)) known.set(to, { path, line, message: '' });
  edges.set(from, known);
}

/** Features that import one another in a circle: one problem for each circle, at the import that closes it. */
function findCircles(edges: Map<string, Map<string, Problem>>): Problem[] {
  const problems: Problem[] = [];
  const done = new Set<string>();
  const walk = (feature: string, trail: string[]): void => {
    if (done.has(feature)) return;
    for (const [next, at] of edges.get(feature) ?? []) {
      const start = trail.indexOf(next);
      if (start >= 0) {
        const circle = [...trail.slice(start), next].join(' → ');
        problems.push({ ...at, message: `features import one another in a circle: ${circle}` });
      } else walk(next, [...trail, next]);
    }
    done.add(feature);
  };
  for (const feature of [...edges.keys()].toSorted()) walk(feature, [feature]);
  return problems;
}
