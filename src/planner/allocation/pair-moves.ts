/** Uses what is left of the limits: changes of one school, or of two together, that are worth more and fit. */
import { take, type Table } from './choice-table.ts';

/** Changes looked at together, those that lose least at the prices first. */
const MOST_CHANGES = 6_000;

/** Takes the best such change again and again until there is none or the work is used up. `most`: changes looked at. */
export function improveByPairs(table: Table, bound: number, work: { left: number }, most: number = MOST_CHANGES): void {
  while (work.left > 0) {
    const changes = changesOf(table, bound - table.total, most);
    const found = bestOf(table, changes, work);
    if (found === null) return;
    for (const c of found) take(table, changes.school[c]!, changes.plan[c]!);
  }
}

interface Changes {
  count: number;
  school: Int32Array;
  plan: Int32Array;
  gain: Float64Array;
  uses: Float64Array;
}

/** Changes of one school, the greatest gain first. One that alone loses more than the gap can be part of nothing better. */
function changesOf(table: Table, gap: number, most: number): Changes {
  const { pool, plan } = table;
  const { first, loss, value, uses, limits } = pool;
  const list: { school: number; plan: number; gain: number; loss: number }[] = [];
  for (let s = 0; s < pool.schools; s++) {
    const from = plan[s]!;
    for (let p = first[s]!; p < first[s + 1]!; p++) {
      const more = loss[p]! - loss[from]!;
      if (p !== from && more <= gap) list.push({ school: s, plan: p, gain: value[p]! - value[from]!, loss: more });
    }
  }
  if (list.length > most) {
    list.sort((a, b) => a.loss - b.loss || a.plan - b.plan);
    list.length = most;
  }
  list.sort((a, b) => b.gain - a.gain || a.plan - b.plan);
  const changed = new Float64Array(list.length * limits);
  list.forEach((change, c) => {
    const from = plan[change.school]!;
    for (let l = 0; l < limits; l++)
      changed[c * limits + l] = uses[change.plan * limits + l]! - uses[from * limits + l]!;
  });
  return {
    count: list.length,
    school: Int32Array.from(list, ({ school }) => school),
    plan: Int32Array.from(list, (change) => change.plan),
    gain: Float64Array.from(list, ({ gain }) => gain),
    uses: changed,
  };
}

function bestOf(table: Table, changes: Changes, work: { left: number }): number[] | null {
  const { limits } = table.pool;
  const { count, gain, uses, school } = changes;
  const room = new Float64Array(limits);
  let best: number[] | null = null;
  let most = 0;
  for (let a = 0; a < count; a++) {
    // Sorted by gain: once a change and its equal bring no more than the best so far, no later pair does.
    if (2 * gain[a]! <= most) break;
    let isRoom = true;
    for (let l = 0; l < limits; l++) {
      room[l] = table.allowed[l]! - table.used[l]! - uses[a * limits + l]!;
      if (room[l]! < 0) isRoom = false;
    }
    if (isRoom && gain[a]! > most) {
      most = gain[a]!;
      best = [a];
    }
    let b = a + 1;
    for (; b < count && gain[a]! + gain[b]! > most; b++) {
      const at = b * limits;
      let l = 0;
      while (l < limits && uses[at + l]! <= room[l]!) l++;
      if (l < limits || school[a] === school[b]) continue;
      most = gain[a]! + gain[b]!;
      best = [a, b];
    }
    work.left -= b - a;
    if (work.left <= 0) break;
  }
  return best;
}
