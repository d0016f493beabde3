/**
 * One YAML file read with its line numbers, so that a fault in the library can be named by file and line. Pure: the text is
 * passed in.
 */
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';

/** One thing wrong in the library's files. */
export interface LibraryFault {
  /** Path below the library's folder: `editions/2026-09/cyber.yaml`. */
  file: string;
  /** Counted from 1. */
  line: number;
  message: string;
}

export type YamlPath = readonly (string | number)[];

/** A file that has the right shape, with the place of every part of it. */
export interface ReadFile<T> {
  path: string;
  data: T;
  lineOf(path: YamlPath): number;
}

/** "editions/2026-09/cyber.yaml:12: unknown requirement …": one line a fault. */
export function formatFault(fault: LibraryFault): string {
  return `${fault.file}:${fault.line}: ${fault.message}`;
}

/** Reads one file by its schema. Every fault of shape goes to `faults`, and null is returned where there is any. */
export function readYamlFile<S extends z.ZodType>(
  path: string,
  text: string,
  schema: S,
  faults: LibraryFault[],
): ReadFile<z.output<S>> | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    for (const error of document.errors)
      faults.push({
        file: path,
        line: lines.linePos(error.pos[0]).line,
        message: `not YAML: ${oneLine(error.message)}`,
      });
    return null;
  }
  const lineOf = (at: YamlPath) => lineAt(document, lines, at);
  const result = schema.safeParse(document.toJS());
  if (result.success) return { path, data: result.data, lineOf };
  for (const issue of result.error.issues) {
    const at = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
    const where = at.length > 0 ? `${at.join('.')}: ` : '';
    const inner = issue.code === 'unrecognized_keys' ? [...at, issue.keys[0] ?? ''] : at;
    faults.push({ file: path, line: lineOf(inner), message: oneLine(`${where}${issue.message}`) });
  }
  return null;
}

/** The line of the innermost part of `path` that exists in the document: for a key of a map, the key's own line. */
function lineAt(document: Document, lines: LineCounter, path: YamlPath): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const parent = depth === 0 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const key = path[depth - 1];
    if (depth > 0 && isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair !== undefined && isNode(pair.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
      continue;
    }
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
