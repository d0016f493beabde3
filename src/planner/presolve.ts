/**
 * Rules out candidates that no best plan needs: those that can't be placed at all, and those for which another start of
 * the same need (or doing nothing) is at least as good in every limit and every level. Whatever is ruled out here, the
 * levels' best values stay the same; the tests compare them with trying every plan.
 */
import type { Compiled, CompiledCandidate } from './compile.ts';

/** By candidate: true where it stays in the game. */
export function allowedCandidates(compiled: Compiled): boolean[] {
  const savesDays = compiled.candidates.some((candidate) => candidate.staffDays.some((days) => days < 0));
  const allowed = compiled.candidates.map((candidate) => savesDays || canStand(compiled, candidate));
  dropWithoutPrecedence(compiled, allowed);
  for (const need of compiled.needs) {
    if (need.lock !== null) {
      for (const c of need.candidates) allowed[c] = c === need.lock;
      continue;
    }
    const mine = need.candidates.filter((c) => allowed[c]);
    for (const c of mine) {
      if (c === need.agreed) continue;
      const candidate = compiled.candidates[c]!;
      const beaten = !need.mustPlace && need.waiting.length === 0 && nothingIsAsGood(compiled, candidate);
      if (
        beaten ||
        mine.some((o) => o !== c && allowed[o] && dominates(compiled, compiled.candidates[o]!, candidate))
      ) {
        allowed[c] = false;
      }
    }
  }
  return allowed;
}

/** False where its own days are more than a term has. */
function canStand(compiled: Compiled, candidate: CompiledCandidate): boolean {
  const { problem } = compiled;
  return candidate.staffDays.every((days, t) => days === 0 || days <= (problem.staffDaysPerTerm[t] ?? 0) + 1e-9);
}

/** Where a need can never be complete before a term, whatever waits for it can't start by then. */
function dropWithoutPrecedence(compiled: Compiled, allowed: boolean[]): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const need of compiled.needs) {
      for (const other of need.before) {
        const theirs = compiled.needs[other]!;
        const usable = theirs.candidates.filter((c) => allowed[c] && (theirs.lock === null || theirs.lock === c));
        const earliest = usable.reduce((min, c) => Math.min(min, compiled.candidates[c]!.completeTerm), Infinity);
        for (const c of need.candidates) {
          const candidate = compiled.candidates[c]!;
          if (allowed[c] && candidate.before.includes(other) && candidate.term < earliest) {
            allowed[c] = false;
            changed = true;
          }
        }
      }
    }
  }
}

/** Running totals where unspent capital carries forward, else the years themselves: what the capital limit sees. */
function capitalUse(compiled: Compiled, candidate: CompiledCandidate): number[] {
  if (!compiled.problem.capitalCarriesForward) return candidate.capitalPence;
  let total = 0;
  return candidate.capitalPence.map((pence) => (total += pence));
}

function nothingIsAsGood(compiled: Compiled, candidate: CompiledCandidate): boolean {
  return (
    (compiled.priced ? candidate.price >= 0 : candidate.cells.length === 0 && candidate.wholeLifePence >= 0) &&
    capitalUse(compiled, candidate).every((pence) => pence >= 0) &&
    candidate.revenuePence.every((pence) => pence >= 0) &&
    candidate.staffDays.every((days) => days >= 0)
  );
}

/** True where `a` can stand wherever `b` does and no level is the worse for it. Equals: the one listed first stays. */
function dominates(compiled: Compiled, a: CompiledCandidate, b: CompiledCandidate): boolean {
  const need = compiled.needs[a.need]!;
  if (a.before.length > 0 && a.term < b.term) return false;
  if (!a.before.every((other) => b.before.includes(other))) return false;
  if (need.waiting.length > 0 && a.completeTerm > b.completeTerm) return false;
  if (compiled.priced ? a.price > b.price : a.wholeLifePence > b.wholeLifePence) return false;
  if (!a.exclusions.every((exclusion) => b.exclusions.includes(exclusion))) return false;
  if (a.staffDays.some((days, t) => days > b.staffDays[t]!)) return false;
  if (a.revenuePence.some((pence, y) => pence > b.revenuePence[y]!)) return false;
  const capitalB = capitalUse(compiled, b);
  if (capitalUse(compiled, a).some((pence, y) => pence > capitalB[y]!)) return false;
  if (!compiled.priced) {
    if (a.cells.length < b.cells.length) return false;
    const met = new Set(a.cells);
    if (!b.cells.every((cell) => met.has(cell))) return false;
  }
  return true;
}
