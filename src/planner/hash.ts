/**
 * Fingerprints of problems and plans: SHA-256 (FIPS 180-4) over JSON whose keys are sorted, so that the same content has
 * the same hash on any machine and whatever order its fields were written in. `node:crypto` is used as pure computation.
 */
import { createHash } from 'node:crypto';
import type { Placement, PlanningProblem } from '../domain/planning.ts';

/** JSON with sorted keys and no spaces; fields that are undefined are left out, as JSON does. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    let list = '[';
    for (let i = 0; i < value.length; i += 1) {
      list += (i > 0 ? ',' : '') + canonicalJson(value[i] === undefined ? null : value[i]);
    }
    return `${list}]`;
  }
  if (value !== null && typeof value === 'object') {
    const fields = value as Record<string, unknown>;
    let object = '{';
    for (const key of Object.keys(fields).sort()) {
      if (fields[key] === undefined) continue;
      object += `${object.length > 1 ? ',' : ''}${JSON.stringify(key)}:${canonicalJson(fields[key])}`;
    }
    return `${object}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** SHA-256 of a text, in lower-case hexadecimal. */
function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Hash of a planning problem: changes whenever anything that was asked changes. */
export function problemHash(problem: PlanningProblem): string {
  return sha256(canonicalJson(problem));
}

/** Placements in the order that plans list them: by term, then need. */
export function inPlanOrder(placements: Placement[]): Placement[] {
  return [...placements].sort((a, b) => a.term - b.term || (a.needId < b.needId ? -1 : a.needId > b.needId ? 1 : 0));
}

/** Hashes of many plans for one problem, which is written out once. */
export function planHasher(problem: PlanningProblem): { problem: string; plan: (placements: Placement[]) => string } {
  const text = canonicalJson(problem);
  return {
    problem: sha256(text),
    plan: (placements) => sha256(`{"placements":${canonicalJson(inPlanOrder(placements))},"problem":${text}}`),
  };
}

/** Hash of a plan: over the problem and the placements, and nothing that depends on how it was found. */
export function planHash(problem: PlanningProblem, placements: Placement[]): string {
  return planHasher(problem).plan(placements);
}
