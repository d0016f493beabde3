/** What a sharing means, in order and in words: who is worse off, how good it is, what more money would bring. Pure. */
import { formatPounds } from '../../domain/money.ts';
import { compareOutcomes, type Gains, type SchoolOutcome } from '../../planner/sharing/index.ts';
import type { ListedShare, SharingQuestion, StoredSharing } from './trust.queries.ts';
import type { SharedSummary, TrustProgress } from './trust.schema.ts';

export type Verdict = 'worse' | 'same' | 'better' | 'out' | 'waiting';

export interface FairnessRow<Found = ListedShare> {
  school: SharingQuestion['schools'][number];
  found: Found;
  verdict: Verdict;
}

const order: readonly Verdict[] = ['worse', 'waiting', 'same', 'better', 'out'];

/** Every school beside what its own share would do for it; those worse off come first. */
export function fairnessRows<Found extends FoundShare>(
  { schools }: Pick<SharingQuestion, 'schools'>,
  shares: readonly Found[],
): FairnessRow<Found>[] {
  const byId = new Map(shares.map((share) => [share.schoolId, share]));
  const rows = schools.flatMap((school): FairnessRow<Found>[] => {
    const found = byId.get(school.id);
    return found === undefined ? [] : [{ school, found, verdict: verdictOf(found) }];
  });
  return rows.sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
}

/** What the verdict is judged from. */
interface FoundShare {
  schoolId: string;
  given: Pick<ListedShare['given'], 'isOut'>;
  plan: Omit<SchoolOutcome, 'placements'> | null;
  own: Omit<SchoolOutcome, 'placements'> | null;
}

function verdictOf({ given: { isOut }, plan, own }: FoundShare): Verdict {
  if (isOut) return 'out';
  if (plan === null || own === null) return 'waiting';
  const compared = compareOutcomes(plan, own);
  return compared < 0 ? 'worse' : compared > 0 ? 'better' : 'same';
}

export const verdictWords: Record<Verdict, string> = {
  worse: 'Worse off than with its own share',
  waiting: 'Still being worked out',
  same: 'As with its own share',
  better: 'Better off than with its own share',
  out: 'Keeps its own share',
};

/** Whose turn it is to be named first: "Elm Lane Primary would do better with its own share." */
export function worseOffSentence(rows: readonly Pick<FairnessRow, 'school' | 'verdict'>[]): string {
  if (rows.some(({ verdict }) => verdict === 'waiting')) return 'Who is worse off is still being worked out.';
  const names = rows.filter(({ verdict }) => verdict === 'worse').map(({ school }) => school.name);
  if (names.length === 0) return 'No school is worse off than it would be with its own share of the fund.';
  if (names.length === 1) return `${names[0]} would do better with its own share of the fund.`;
  if (names.length > MOST_NAMES)
    return `${names.length} of ${rows.length} schools would do better with their own shares of the fund. They come first in the table.`;
  return `${names.length} schools would do better with their own shares of the fund: ${listWords(names)}.`;
}

/** More names than this are not read in a sentence. */
const MOST_NAMES = 6;

export function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const count = (n: number, one: string, many: string) => `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;

/** What a sharing brings, or brings more: "3 more core requirements on time and 12 more points". Most important first. */
export function gainsWords(gains: Gains): string {
  const parts = [
    gains.duties > 0 && count(gains.duties, 'more term of a duty met', 'more terms of duties met'),
    gains.coreOnDate > 0 && count(gains.coreOnDate, 'more core requirement on time', 'more core requirements on time'),
    gains.coreTerms > 0 && count(gains.coreTerms, 'more term of a core requirement', 'more terms of core requirements'),
    gains.terms > 0 && count(gains.terms, 'more point for what comes first', 'more points for what comes first'),
    gains.laterTerms > 0 && count(gains.laterTerms, 'more point for the rest', 'more points for the rest'),
  ].filter((part) => part !== false);
  if (parts.length > 0) return listWords(parts.slice(0, 2));
  return gains.costPence > 0 ? `the same for ${formatPounds(gains.costPence)} less` : 'nothing more was found';
}

/** The other way round: what somebody has less. */
export function lossWords(gains: Gains): string {
  const turned = { ...gains };
  for (const key of Object.keys(gains) as (keyof Gains)[]) turned[key] = -gains[key];
  const first = (['duties', 'coreOnDate', 'coreTerms', 'terms', 'laterTerms'] as const).find((key) => gains[key] !== 0);
  if (first === undefined) return 'the same';
  if (gains[first] > 0) return gainsWords(gains);
  return gainsWords(turned).replaceAll(' more ', ' fewer ');
}

const levelWords: Record<keyof Gains, { one: string; many: string; before: string }> = {
  duties: { one: 'term of a duty met', many: 'terms of duties met', before: '' },
  coreOnDate: { one: 'core requirement on time', many: 'core requirements on time', before: 'more duties' },
  coreTerms: {
    one: 'term of a core requirement',
    many: 'terms of core requirements',
    before: 'more duties, or more core requirements on time',
  },
  terms: { one: 'point', many: 'points', before: 'more for the core standards' },
  laterTerms: { one: 'point', many: 'points', before: 'more for the core standards, or for what comes first' },
  costPence: { one: '', many: '', before: 'more' },
};

const levelKeys: readonly (keyof Gains)[] = ['duties', 'coreOnDate', 'coreTerms', 'terms', 'laterTerms', 'costPence'];

/** How far the sharing may be from the best there is, in sentences. */
export function gapSentences(result: SharedSummary): string[] {
  const { firstUnproven, most, gains, gap } = result;
  if (firstUnproven === null) return ['It is proven that no sharing of this fund does better.'];
  const words = levelWords[firstUnproven];
  const sentences: string[] = [];
  if (words.before !== '') sentences.push(`It is proven that no sharing of this fund does ${words.before}.`);
  if (firstUnproven === 'costPence') sentences.push('Whether another does as much for less money is not proven.');
  else {
    const more = most[levelKeys.indexOf(firstUnproven)]! - gains[firstUnproven];
    sentences.push(`Another could at most have ${count(more, `more ${words.one}`, `more ${words.many}`)}.`);
  }
  sentences.push(`Counted as one number, it is within ${percentWords(gap)} of the best that could be.`);
  return sentences;
}

/** "0.02%": never "0%" where something is left. */
export function percentWords(part: number): string {
  const percent = part * 100;
  if (percent < 0.001) return '0.001%';
  return `${percent < 0.1 ? percent.toFixed(3) : percent.toFixed(1)}%`;
}

/** Capital there in each year: where it carries forward, with what the years before it left. */
export function capitalThere(
  years: number,
  { fundPence, usedPence }: SharedSummary,
  carriesForward: boolean,
): number[] {
  let left = 0;
  return Array.from({ length: years }, (_, y) => {
    const there = fundPence[y]! + (carriesForward ? left : 0);
    left = there - usedPence[y]!;
    return there;
  });
}

/** How far the work is: "30 schools have answered 6 times; the gap is 1.2%". */
export function progressSentence(progress: TrustProgress | null): string {
  if (progress === null) return 'The schools’ records are being read.';
  const { stage, rounds, schools, schoolsRead, bound, gap, plansMade, plans } = progress;
  const near = gap === null ? '' : ` It is within ${percentWords(gap)} of the best that could be, so far.`;
  if (stage === 'reading') return `The schools’ records are being read: ${schoolsRead} of ${plans}.`;
  if (stage === 'plans')
    return `The fund is shared out. The plans by term of ${plansMade} of ${plans} schools are made.`;
  if (stage === 'more') return `The fund is shared out. What more money would bring is being tried.${near}`;
  if (stage === 'pools') return `The fund is shared out; pools are being tried.${near}`;
  if (rounds === 0) return `${count(schools, 'school is', 'schools are')} being asked.`;
  const most =
    bound === null ? '' : ` No sharing can have more than ${Math.round(bound).toLocaleString('en-GB')} points.`;
  return `${count(schools, 'school has', 'schools have')} answered ${count(rounds, 'time', 'times')}.${most}${near}`;
}

/** For pages that wait: changes whenever there is something new to see. */
export function stateOf(sharing: Pick<StoredSharing, 'id' | 'state' | 'progress'> | null): string {
  if (sharing === null) return 'none';
  const { stage = '', schoolsRead = 0, plansMade = 0, plans = 0 } = sharing.progress ?? {};
  // Of hundreds of schools not every single one: the page would do nothing but load.
  const step = Math.max(1, Math.floor(plans / 20));
  return [sharing.id, sharing.state, stage, Math.floor(schoolsRead / step), Math.floor(plansMade / step)].join(' ');
}
