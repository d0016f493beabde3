/** A field's column: `annualCostPence` is `annual_cost_pence`. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
