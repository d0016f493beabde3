/**
 * Contracts you forgot: suppliers paid regularly for technology, with no contract in the register. Suggestions, with what they
 * rest on; a person decides.
 *
 * Technology is told by, the strongest first: a supplier known to sell it; an account that holds it; words in the supplier's
 * name or in a description. Words do not count beside accounts that are plainly for something else; a name of another trade
 * ("Catering") counts for more than an account that holds other things too. Payments through cards name no supplier: they are
 * counted apart.
 */
import { daysBetween, type PlainDate } from '../../domain/dates.ts';
import type { Contract, System } from '../../domain/record.ts';
import type { Payment } from './payments.schema.ts';
import { regularityOf, type Regularity } from './rhythm.rules.ts';
import { isSameSupplier, supplierKey, tidySupplier } from './supplier-names.rules.ts';
import type { TechnologySupplier, TechnologyWords } from './technology-suppliers.rules.ts';

/** Below this in a year nobody needs a reminder of it. */
const LEAST_YEARLY_PENCE = 10_000;

/** Below this a single payment is more likely a purchase than a licence. */
const LEAST_ONCE_PENCE = 25_000;

export interface Suggestion {
  key: string;
  supplier: string;
  /** What makes it technology, in words to follow "because". */
  why: string[];
  /** The supplier as the list has it; null where it was told by words or accounts alone. */
  known: TechnologySupplier | null;
  regularity: Regularity;
  /** All its payments that have a date and an amount, in order. */
  payments: Payment[];
  /** Accounts that they were booked to, the most frequent first. */
  accounts: string[];
  /** Systems of the register by this supplier: it is in use. */
  systems: string[];
}

export interface Forgotten {
  /** Paid regularly: the highest sum a year first. */
  regular: Suggestion[];
  /** Paid once in the time that the payments cover, by a supplier who sells technology: perhaps a yearly licence. */
  once: Suggestion[];
  /** Technology, and a contract or a system under one is there. */
  inRegister: number;
  /** Paid through cards and payment services: whom it went to, nobody can tell from the payments. */
  cards: { suppliers: string[]; count: number; sumPence: number; technologyCount: number; technologyPence: number };
  /** First and last day of the payments; null where there are none with a date. */
  from: PlainDate | null;
  to: PlainDate | null;
}

export interface Register {
  contracts: readonly Pick<Contract, 'title' | 'supplier'>[];
  systems: readonly Pick<System, 'name' | 'product' | 'supplier' | 'contractId'>[];
}

/** Suppliers to write a contract for. `dismissed`: keys of those of whom a person said that there is none. */
export function findForgotten(
  payments: readonly Payment[],
  register: Register,
  words: TechnologyWords,
  dismissed: ReadonlySet<string> = new Set(),
): Forgotten {
  const dated = payments.flatMap(({ paidOn }) => (paidOn === null ? [] : [paidOn])).toSorted();
  const [from = null, to = null] = [dated[0], dated.at(-1)];
  const spanDays = from !== null && to !== null ? daysBetween(from, to) + 1 : 0;
  const found: Forgotten = {
    regular: [],
    once: [],
    inRegister: 0,
    cards: { suppliers: [], count: 0, sumPence: 0, technologyCount: 0, technologyPence: 0 },
    from,
    to,
  };
  const isCovered = coverage(register, words);
  for (const [key, theirs] of bySupplier(payments, words)) {
    const supplier = commonest(theirs.map((payment) => tidySupplier(payment.supplier))) ?? key;
    if (matchesAny(words.cards, supplier)) {
      countCards(found.cards, supplier, theirs, words);
      continue;
    }
    const known = knownSupplier(key, words);
    const why = technologyOf(supplier, theirs, known, words);
    if (why.length === 0) continue;
    if (isCovered(key)) {
      found.inRegister += 1;
      continue;
    }
    if (dismissed.has(key)) continue;
    const regularity = regularityOf(datedAmounts(theirs), spanDays);
    if (regularity === null || regularity.rhythm === 'irregular') continue;
    const suggestion: Suggestion = {
      key,
      supplier: known?.name !== undefined && supplierKey(known.name) === key ? known.name : supplier,
      why,
      known,
      regularity,
      payments: theirs.filter(({ paidOn, amountPence }) => paidOn !== null && amountPence !== null).toSorted(byDate),
      accounts: byFrequency(textsOf(theirs, 'account')),
      systems: register.systems
        .filter((system) => namesOfSystem(system).some((name) => isSameSupplier(key, supplierKey(name))))
        .map(({ name }) => name),
    };
    if (regularity.rhythm === 'once') {
      // One payment says little by itself: only a supplier who sells nothing else makes it worth a look.
      if (known?.sells === 'technology' && regularity.usualPence >= LEAST_ONCE_PENCE) found.once.push(suggestion);
    } else if (regularity.yearlyPence >= LEAST_YEARLY_PENCE) found.regular.push(suggestion);
  }
  const bySum = (a: Suggestion, b: Suggestion) =>
    b.regularity.yearlyPence - a.regularity.yearlyPence || (a.key < b.key ? -1 : 1);
  found.regular.sort(bySum);
  found.once.sort(bySum);
  return found;
}

/** Payments by supplier; all names of a known supplier, and names with a typing error, are one. */
function bySupplier(payments: readonly Payment[], words: TechnologyWords): Map<string, Payment[]> {
  const groups = new Map<string, Payment[]>();
  const keyOfName = new Map<string, string>();
  for (const payment of payments) {
    let key = keyOfName.get(payment.supplier);
    if (key === undefined) {
      const own = supplierKey(payment.supplier);
      const known = words.byKey.get(own);
      key = known !== undefined ? supplierKey(known.name) : own;
      keyOfName.set(payment.supplier, key);
    }
    const group = groups.get(key);
    if (group) group.push(payment);
    else groups.set(key, [payment]);
  }
  return groups;
}

/** The supplier of the list whose name this is, or begins with ("Arbor Education Partners Trading"). */
function knownSupplier(key: string, words: TechnologyWords): TechnologySupplier | null {
  const exact = words.byKey.get(key);
  if (exact !== undefined) return exact;
  for (const [name, supplier] of words.byKey) {
    // A name of one short word begins too many others ("Apple", "Apple Tree Nursery").
    if (name.includes(' ') && key.startsWith(`${name} `)) return supplier;
  }
  return null;
}

/** Why it is technology; empty where it is not thought to be. */
function technologyOf(
  supplier: string,
  payments: readonly Payment[],
  known: TechnologySupplier | null,
  words: TechnologyWords,
): string[] {
  const why: string[] = [];
  const accounts = textsOf(payments, 'account');
  const isOtherTrade = known === null && matchesAny(words.notTechnology, supplier);
  if (known?.sells === 'technology') why.push(`${known.name} is known to sell technology to schools`);
  // Most of what it is paid must be booked there: one stray line says little.
  const booked = accounts.filter((account) => isTechnologyAccount(account, words, isOtherTrade));
  if (booked.length > 0 && booked.length * 2 >= payments.length) why.push(`it is booked to “${commonest(booked)}”`);
  const isBookedElsewhere =
    accounts.length > 0 && booked.length === 0 && accounts.every((account) => matchesAny(words.notTechnology, account));
  if (isOtherTrade || isBookedElsewhere) return why;
  const inName = words.words.map((word) => word.exec(supplier)?.[0]).find((word) => word !== undefined);
  if (inName !== undefined) why.push(`its name says “${inName}”`);
  const telling = textsOf(payments, 'description').filter((text) => matchesAny(words.words, text));
  if (telling.length > 0 && telling.length * 2 >= payments.length)
    why.push(`a description says “${commonest(telling)}”`);
  return why;
}

function isTechnologyAccount(account: string, words: TechnologyWords, onlySure = false): boolean {
  return matchesAny(words.sureAccounts, account) || (!onlySure && matchesAny(words.accounts, account));
}

function textsOf(payments: readonly Payment[], field: 'account' | 'description'): string[] {
  return payments.flatMap((payment) => payment[field] ?? []);
}

/**
 * Tells suppliers that a contract is written down for: by its supplier, by its title ("MIS: Arbor"), or by a system that is
 * under one.
 */
function coverage({ contracts, systems }: Register, words: TechnologyWords): (key: string) => boolean {
  const underContract = systems.filter(({ contractId }) => contractId !== null).flatMap(namesOfSystem);
  const keys = new Set<string>();
  for (const name of [...contracts.map(({ supplier }) => supplier), ...underContract]) {
    const key = name === null ? '' : supplierKey(name);
    if (key === '') continue;
    keys.add(key);
    const known = knownSupplier(key, words);
    if (known) keys.add(supplierKey(known.name));
  }
  // A title names what it is for more often than by whom: only the whole of a supplier's name in it counts.
  const titles = contracts.map(({ title }) => ` ${supplierKey(title)} `);
  return (key) =>
    [...keys].some((other) => isSameSupplier(key, other)) ||
    namesOf(key, words).some((name) => name.length >= 3 && titles.some((title) => title.includes(` ${name} `)));
}

/** The key itself, and the keys of its other names where it is a known supplier. */
function namesOf(key: string, words: TechnologyWords): string[] {
  const known = words.byKey.get(key);
  return known === undefined ? [key] : [key, ...[known.name, ...known.also].map(supplierKey)];
}

function namesOfSystem({ name, product, supplier }: Register['systems'][number]): string[] {
  return [name, product, supplier].filter((text) => text !== null);
}

function countCards(
  cards: Forgotten['cards'],
  supplier: string,
  payments: readonly Payment[],
  words: TechnologyWords,
): void {
  cards.suppliers.push(supplier);
  for (const { amountPence, account } of payments) {
    cards.count += 1;
    cards.sumPence += amountPence ?? 0;
    if (account === null || !isTechnologyAccount(account, words)) continue;
    cards.technologyCount += 1;
    cards.technologyPence += amountPence ?? 0;
  }
}

function datedAmounts(payments: readonly Payment[]) {
  return payments.flatMap(({ paidOn, amountPence }) =>
    paidOn === null || amountPence === null ? [] : [{ paidOn, amountPence }],
  );
}

function byDate(a: Payment, b: Payment): number {
  return (a.paidOn ?? '') < (b.paidOn ?? '') ? -1 : 1;
}

export function matchesAny(patterns: readonly RegExp[], text: string): boolean {
  return patterns.some((pattern) => pattern.test(text));
}

function byFrequency(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([text]) => text);
}

function commonest(texts: readonly string[]): string | undefined {
  return byFrequency(texts)[0];
}
