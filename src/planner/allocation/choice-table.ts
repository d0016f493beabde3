/** A choice of one plan for each school while it is being made, with what it uses and is worth. */
import type { AllocationFrame } from '../../domain/allocation.ts';
import type { Pool } from './pool.ts';

/** A choice being made. */
export interface Table {
  pool: Pool;
  allowed: number[];
  prices: readonly number[];
  /** By limit: what one school's plan uses, about. */
  grain: number[];
  /** By school: its best plan at the prices. */
  favourite: Int32Array;
  plan: Int32Array;
  used: number[];
  total: number;
}

/** A table in which every school has its best plan at the prices; {@link restore} fills in what that uses. */
export function tableOf(frame: AllocationFrame, pool: Pool, prices: readonly number[]): Table {
  const { schools, limits, first } = pool;
  const favourite = new Int32Array(schools);
  const sizes = frame.limits.map(() => 0);
  for (let s = 0; s < schools; s++) {
    favourite[s] = first[s]!;
    for (let p = first[s]!; p < first[s + 1]!; p++) if (pool.loss[p]! < pool.loss[favourite[s]!]!) favourite[s] = p;
    for (let l = 0; l < limits; l++) sizes[l]! += Math.abs(pool.uses[favourite[s]! * limits + l]!);
  }
  return {
    pool,
    allowed: frame.limits.map(({ allowed }) => allowed),
    prices,
    grain: sizes.map((size) => Math.max(1, size / Math.max(1, schools))),
    favourite,
    plan: favourite.slice(),
    used: frame.limits.map(() => 0),
    total: 0,
  };
}

/** Gives every school the plan listed, and adds up afresh. */
export function restore(table: Table, plan: Int32Array): void {
  const { pool } = table;
  table.plan = plan.slice();
  table.used.fill(0);
  table.total = 0;
  for (const p of table.plan) {
    table.total += pool.value[p]!;
    for (let l = 0; l < pool.limits; l++) table.used[l]! += pool.uses[p * pool.limits + l]!;
  }
}

/** Gives a school another plan. */
export function take(table: Table, school: number, to: number): void {
  const { pool, plan, used } = table;
  const from = plan[school]!;
  for (let l = 0; l < pool.limits; l++)
    used[l]! += pool.uses[to * pool.limits + l]! - pool.uses[from * pool.limits + l]!;
  table.total += pool.value[to]! - pool.value[from]!;
  plan[school] = to;
}
