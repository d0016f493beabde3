/** The generations of Wi-Fi as numbers that can be compared. */

/** Newer is larger. 6E stands between 6 and 7. */
const GENERATIONS: Readonly<Record<string, number>> = { '4': 4, '5': 5, '6': 6, '6E': 6.5, '7': 7 };

/** "Wi-Fi 6E" for 6.5: its number only says where it stands. */
export function wifiWords(generation: number): string {
  const [name] = Object.entries(GENERATIONS).find(([, number]) => number === generation) ?? [String(generation)];
  return `Wi-Fi ${name}`;
}

/** The number of a generation's name, to compare with; null for a name that is not one. */
export function wifiNumber(generation: string): number | null {
  return GENERATIONS[generation] ?? null;
}
