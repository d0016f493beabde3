/** A typed array on shared memory that grows as numbers are added. */
export interface Growing<A> {
  readonly length: number;
  push(value: number): void;
  /** What was added, on shared memory of just that size. */
  done(): A;
}

export type SharedInts = Int32Array<SharedArrayBuffer>;
export type SharedBytes = Uint8Array<SharedArrayBuffer>;
export type SharedFloats = Float64Array<SharedArrayBuffer>;

/** Whole numbers of up to 31 bits. */
export function growingInts(): Growing<SharedInts> {
  return growing((length) => new Int32Array(new SharedArrayBuffer(4 * length)));
}

/** Whole numbers from 0 to 255. */
export function growingBytes(): Growing<SharedBytes> {
  return growing((length) => new Uint8Array(new SharedArrayBuffer(length)));
}

/** Any numbers. */
export function growingFloats(): Growing<SharedFloats> {
  return growing((length) => new Float64Array(new SharedArrayBuffer(8 * length)));
}

interface Numbers {
  readonly length: number;
  [index: number]: number;
  set(from: ArrayLike<number>): void;
  subarray(from: number, to: number): ArrayLike<number>;
}

function growing<A extends Numbers>(make: (length: number) => A): Growing<A> {
  let held = make(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === held.length) {
        const larger = make(2 * held.length);
        larger.set(held);
        held = larger;
      }
      held[length++] = value;
    },
    done() {
      const exact = make(length);
      exact.set(held.subarray(0, length));
      return exact;
    },
  };
}
