/**
 * The small problem that sets prices. Every answer at some prices gives one straight line below which the true bound cannot
 * fall; the next prices are the lowest point over all lines within a box around the best so far (cutting planes in a trust
 * box). Schools answer in groups, each with lines of its own, which takes far fewer rounds than one line for all.
 */
import type { Highs, Model } from 'highs';
import type { AnswerSum } from './answer.ts';

export interface PriceModel {
  /** Adds what each group answered at some prices. */
  learn(sums: readonly AnswerSum[]): void;
  /** The lowest point within the box: prices, and the lines' height there. Null where the solver gives nothing usable. */
  next(centre: readonly number[], radius: readonly number[]): { prices: number[]; floor: number } | null;
  dispose(): void;
}

/**
 * A model for these limits. `worth` is the size of the answers' values together and `scale` that of each limit's use: what the
 * solver sees is near one.
 */
export function openPriceModel(
  highs: Highs,
  limits: readonly { allowed: number }[],
  groups: number,
  worth: number,
  scale: readonly number[],
): PriceModel {
  const count = limits.length;
  const model: Model = highs.createModel({
    numCols: count + groups,
    numRows: 0,
    colCost: [...limits.map(({ allowed }, l) => allowed / scale[l]!), ...Array.from({ length: groups }, () => 1)],
    colLower: [...limits.map(() => 0), ...Array.from({ length: groups }, () => -1e6)],
    colUpper: Array.from({ length: count + groups }, () => Infinity),
    rowLower: [],
    rowUpper: [],
    matrix: { format: 'csr', numRows: 0, numCols: count + groups, starts: [0], indices: [], values: [] },
  });
  model.options.set({ output_flag: false, random_seed: 20_300_901 });
  const known = Array.from({ length: groups }, () => new Set<string>());
  return {
    learn(sums) {
      sums.forEach((sum, g) => {
        const key = `${sum.value} ${sum.uses.join(' ')}`;
        if (known[g]!.has(key)) return;
        known[g]!.add(key);
        // group's line: worth ≥ value − prices · uses
        const indices = [count + g];
        const values = [1];
        sum.uses.forEach((use, l) => {
          if (use === 0) return;
          indices.push(l);
          values.push(use / scale[l]!);
        });
        model.addRow(sum.value / worth, Infinity, { indices, values });
      });
    },
    next(centre, radius) {
      centre.forEach((price, l) => {
        const unit = worth / scale[l]!;
        model.changeColBounds(l, Math.max(0, price - radius[l]!) / unit, (price + radius[l]!) / unit);
      });
      try {
        model.run();
      } catch {
        return null;
      }
      if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return null;
      const columns = model.getSolution().colValue;
      return {
        prices: limits.map((_limit, l) => Math.max(0, (columns[l]! * worth) / scale[l]!)),
        floor: model.getObjectiveValue() * worth,
      };
    },
    dispose: () => model.dispose(),
  };
}
