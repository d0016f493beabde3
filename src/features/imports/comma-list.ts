/** A list written with commas, over as many lines as it takes: how long lists of words stay readable as data. */
export function commaList(list: string): string[] {
  return list.split(',').map((word) => word.trim());
}
