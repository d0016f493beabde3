/**
 * Reads enough of a TypeScript file to check its imports: tells code from comments, strings, templates and regular
 * expressions, without a compiler. Positions stay as they are in the file, so that lines can be named.
 */

/** One import or re-export, as written. */
export interface ImportedFrom {
  specifier: string;
  line: number;
  /** Written `import type` or `export type`: gone when the program runs. */
  typeOnly: boolean;
}

const beforeRegex =
  /(^|[=(,:;!&|?{}[\]+\-*%<>~^]|\b(?:return|typeof|case|in|of|delete|void|throw|new|await|yield))\s*$/;

/** The same text with everything inside comments, strings and regular expressions replaced by spaces. */
export function codeOnly(source: string): string {
  const out = source.split('');
  /** For each template that we are inside of: how many braces are open in its present `${`. */
  const templates: number[] = [];
  const blank = (from: number, to: number): void => {
    for (let i = from; i < to; i++) if (out[i] !== '\n') out[i] = ' ';
  };
  let at = 0;
  while (at < source.length) {
    const two = source.slice(at, at + 2);
    const char = source[at] ?? '';
    if (two === '//') {
      const end = endOf(source, '\n', at);
      blank(at, end);
      at = end;
    } else if (two === '/*') {
      const end = Math.min(endOf(source, '*/', at + 2) + 2, source.length);
      blank(at, end);
      at = end;
    } else if (char === "'" || char === '"') {
      const end = stringEnd(source, at, char);
      blank(at + 1, end - 1);
      at = end;
    } else if (char === '`' || (char === '}' && templates.at(-1) === 0)) {
      if (char === '}') templates.pop();
      const end = templateEnd(source, at + 1);
      blank(at + 1, end.at);
      if (end.opens) templates.push(0);
      at = end.at + (end.opens ? 2 : 1);
    } else if (char === '/' && beforeRegex.test(out.slice(Math.max(0, at - 12), at).join(''))) {
      const end = regexEnd(source, at);
      blank(at + 1, end);
      at = end;
    } else {
      const depth = templates.at(-1);
      if (depth !== undefined && char === '{') templates[templates.length - 1] = depth + 1;
      if (depth !== undefined && char === '}') templates[templates.length - 1] = depth - 1;
      at++;
    }
  }
  return out.join('');
}

function endOf(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found;
}

function stringEnd(source: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < source.length && source[at] !== quote && source[at] !== '\n') at += source[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, source.length);
}

function templateEnd(source: string, from: number): { at: number; opens: boolean } {
  let at = from;
  while (at < source.length && source[at] !== '`') {
    if (source[at] === '$' && source[at + 1] === '{') return { at, opens: true };
    at += source[at] === '\\' ? 2 : 1;
  }
  return { at: Math.min(at, source.length), opens: false };
}

function regexEnd(source: string, start: number): number {
  let at = start + 1;
  let inSet = false;
  while (at < source.length && source[at] !== '\n' && (inSet || source[at] !== '/')) {
    if (source[at] === '[') inSet = true;
    if (source[at] === ']') inSet = false;
    at += source[at] === '\\' ? 2 : 1;
  }
  return at;
}

/** Line of a position, from 1. */
export function lineOf(source: string, position: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < position; at = source.indexOf('\n', at + 1)) line++;
  return line;
}

const fromForm = /(?<![.\w$])(?:import|export)\b(?:(?!\b(?:import|export)\b)[\w\s$*{},])*?\bfrom\s*(['"])/g;
const bareForm = /(?<![.\w$])import\s*(?:\(\s*)?(['"])/g;

/** Everything that a file imports: static, type-only, re-exported, dynamic with a plain string, and `import('…')` types. */
export function importsOf(source: string, code = codeOnly(source)): ImportedFrom[] {
  const found: { specifier: string; at: number; typeOnly: boolean }[] = [];
  for (const form of [fromForm, bareForm]) {
    for (const match of code.matchAll(form)) {
      const open = match.index + match[0].length;
      const close = code.indexOf(match[1] ?? '', open);
      const typeOnly = /^(import|export)\s+type\b(?!\s*(,|from\s*['"]))/.test(match[0]);
      found.push({ specifier: source.slice(open, close), at: open, typeOnly });
    }
  }
  return found
    .toSorted((a, b) => a.at - b.at)
    .map(({ specifier, at, typeOnly }) => ({ specifier, line: lineOf(source, at), typeOnly }));
}
