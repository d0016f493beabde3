/**
 * Numbers that look like chance and are the same for the same seed on any machine (mulberry32, a public-domain generator):
 * whole numbers of 32 bits, from 0 to 4,294,967,295.
 */
export function seededBits(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** The same as fractions: from 0 up to, but not, 1. */
export function seededFractions(seed: number): () => number {
  const bits = seededBits(seed);
  return () => bits() / 4_294_967_296;
}

/** The same as whole numbers from `low` to `high`, both included. */
export function seededNumbers(seed: number): (low: number, high: number) => number {
  const bits = seededBits(seed);
  return (low, high) => low + (bits() % (high - low + 1));
}
