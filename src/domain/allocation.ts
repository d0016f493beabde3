/**
 * Sharing out a fund: which schools act, in which year, when what they spend comes out of the same yearly budgets. A
 * trust's, an authority's or the nation's question. Decided by year; each school's own plan is then made by term inside
 * what it was given. Plain JSON, as in {@link ./planning.ts}. Money is whole pence; a value is a whole number of points.
 */
/** One option begun in one year, with everything that follows from it worked out. */
export interface AllocationStart {
  /** Index of the year in which it begins. */
  year: number;
  /** First year throughout which it is in place; may equal the number of years (complete after the horizon). */
  completeYear: number;
  /** What it is worth by the horizon's end: a whole number, may be below nought. */
  value: number;
  /** What it takes from each shared limit, in the order of the problem's limits: carried running costs in every later year too. */
  uses: number[];
}

export interface AllocationOption {
  id: string;
  starts: AllocationStart[];
}

export interface AllocationNeed {
  id: string;
  options: AllocationOption[];
  /** Indices of the school's needs that must be in place before this one begins. */
  after: number[];
}

export interface AllocationSchool {
  id: string;
  needs: AllocationNeed[];
  /** Groups of option ids of which at most one may be chosen. */
  exclusions: string[][];
}

/** A limit that all schools share: one pot in one year, or how often a pooled option must be bought (below nought: at least). */
export interface SharedLimit {
  id: string;
  name: string;
  allowed: number;
}

export interface AllocationYear {
  id: string;
  name: string;
}

/** What all schools have in common. The schools themselves come one after the other: there may be tens of thousands. */
export interface AllocationFrame {
  format: 'cairn.allocation/1';
  years: AllocationYear[];
  limits: SharedLimit[];
}

export interface AllocatedStart {
  schoolId: string;
  needId: string;
  optionId: string;
  year: number;
}

export interface AllocationProgress {
  /** Schools whose answers to the present prices are in. */
  schoolsAnswered: number;
  schools: number;
  /** Prices tried so far. */
  rounds: number;
  /** No allocation is worth more than this; Infinity until the first round is over. */
  bound: number;
  /** Worth of the best allocation so far; -Infinity until there is one. */
  value: number;
  /** (bound − value) / |bound|. */
  gap: number;
}

export interface Allocation {
  format: 'cairn.allocation-plan/1';
  value: number;
  /** Proven: no allocation is worth more. */
  bound: number;
  gap: number;
  /** What one more unit of each limit would be worth (points per penny). */
  prices: number[];
  used: { id: string; used: number; allowed: number }[];
  rounds: number;
  starts: AllocatedStart[];
}
