/**
 * A report: where a school stood on a day under an edition, and whether it can be made again to the letter. Pure.
 *
 * A report is made of the record and the library alone. Both are named by what they hold: the record is kept with the report,
 * what the library asked under its edition by a hash. So the same inputs give the same text, years later; and where the library
 * has since been put right, that shows, requirement by requirement, and what was said then is still there.
 */
import { createHash } from 'node:crypto';
import type { PlainDate } from '../../domain/dates.ts';
import { recordSchema, type SchoolRecord } from '../../domain/record.ts';
import { editionFor, type Edition, type Library } from '../../library/index.ts';
import { onDay, statusOn, type Grounds, type Result } from '../../status/index.ts';

/** One requirement's line. Its fields stand in this order in the file. */
export interface ReportLine {
  requirementId: string;
  standardId: string;
  text: string;
  level: 'must' | 'should';
  duty: boolean;
  result: Result;
  grounds: Grounds;
  reason: string;
  dueFrom: PlainDate | null;
  answer: { questionId: string; label: string; answeredOn: PlainDate } | null;
  contradiction: boolean;
}

export interface ReportGroup {
  id: string;
  name: string;
  result: Result;
}

export interface Report {
  format: 'cairn.report/1';
  school: { key: string; name: string };
  asAt: PlainDate;
  edition: { id: string; title: string; asAt: PlainDate };
  categories: (ReportGroup & { core: boolean })[];
  standards: (ReportGroup & { categoryId: string })[];
  requirements: ReportLine[];
}

/** @throws {UnknownEditionError} where the library lacks the record's edition. */
export function reportOf(record: SchoolRecord, library: Library): Report {
  const edition = editionFor(library, record);
  const { asAt, school } = record;
  const status = statusOn(record, edition, asAt);
  const results = new Map(
    [
      ...status.categories.map(({ categoryId: id, intervals }) => ({ id: `category ${id}`, intervals })),
      ...status.standards.map(({ standardId: id, intervals }) => ({ id: `standard ${id}`, intervals })),
    ].map(({ id, intervals }) => [id, onDay(intervals, asAt)?.result ?? 'not-known']),
  );
  const now = new Map(status.requirements.map((one) => [one.requirementId, onDay(one.intervals, asAt)]));
  return {
    format: 'cairn.report/1',
    school: { key: school.key, name: school.name },
    asAt,
    edition: { id: edition.id, title: edition.title, asAt: edition.asAt },
    categories: edition.categories.map(({ id, name, core }) => ({
      id,
      name,
      result: results.get(`category ${id}`) ?? 'not-known',
      core,
    })),
    standards: edition.standards.map(({ id, name, categoryId }) => ({
      id,
      name,
      result: results.get(`standard ${id}`) ?? 'not-known',
      categoryId,
    })),
    requirements: edition.requirements.flatMap((requirement): ReportLine[] => {
      const line = now.get(requirement.id);
      if (line === undefined) return [];
      const { answer } = line;
      return [
        {
          requirementId: requirement.id,
          standardId: requirement.standardId,
          text: requirement.text,
          level: requirement.level,
          duty: requirement.duty,
          result: line.result,
          grounds: line.grounds,
          reason: line.reason,
          dueFrom: line.dueFrom,
          answer: answer && {
            questionId: answer.questionId,
            label: answer.label,
            answeredOn: answer.answeredOn,
          },
          contradiction: line.contradiction,
        },
      ];
    }),
  };
}

/** The report as a file: the very letters that its hash is of. */
export function reportText(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

const hashes = new WeakMap<Edition, string>();

/** Of everything in the library that a result under this edition can depend on: what is asked, the rules, the catalogue. */
export function libraryHashOf(edition: Edition): string {
  const known = hashes.get(edition);
  if (known !== undefined) return known;
  const hash = hashOf(
    JSON.stringify(edition, (_key, value: unknown) => {
      if (value instanceof Map) return [...value];
      return value instanceof Set ? [...value] : value;
    }),
  );
  hashes.set(edition, hash);
  return hash;
}

/** What a report was made from, and what came out. */
export interface KeptReport {
  asAt: PlainDate;
  edition: string;
  record: string;
  libraryHash: string;
  resultHash: string;
  result: string;
}

/** Makes a report of the record. */
export function makeReport(record: SchoolRecord, library: Library): KeptReport {
  const result = reportText(reportOf(record, library));
  return {
    asAt: record.asAt,
    edition: record.edition,
    record: JSON.stringify(record),
    libraryHash: libraryHashOf(editionFor(library, record)),
    resultHash: hashOf(result),
    result,
  };
}

/** A requirement that reads otherwise today, from the same inputs. */
export interface Difference {
  requirementId: string;
  was: ReportLine | null;
  is: ReportLine | null;
}

export type Reproduction =
  /** Made again from its inputs, it is the same to the letter. */
  | { outcome: 'same'; text: string; report: Report; libraryChanged: boolean }
  /** The library has changed since: what was made then is what counts; the differences say what would read otherwise. */
  | { outcome: 'differs'; text: string; report: Report; differences: Difference[] }
  /** The library no longer has its edition, or its inputs can no longer be read: what was made then is all there is. */
  | { outcome: 'kept'; text: string; report: Report; why: 'edition' | 'record' };

/** Makes a report again from what it was made from. */
export function reproduce(kept: KeptReport, library: Library): Reproduction {
  const then = JSON.parse(kept.result) as Report;
  const asThen = { text: kept.result, report: then };
  if (!library.editions.some(({ id }) => id === kept.edition)) return { outcome: 'kept', ...asThen, why: 'edition' };
  const record = recordSchema.safeParse(JSON.parse(kept.record));
  if (!record.success) return { outcome: 'kept', ...asThen, why: 'record' };
  const report = reportOf(record.data, library);
  const text = reportText(report);
  if (hashOf(text) === kept.resultHash) {
    const libraryChanged = libraryHashOf(editionFor(library, record.data)) !== kept.libraryHash;
    return { outcome: 'same', text, report, libraryChanged };
  }
  return { outcome: 'differs', ...asThen, differences: differencesOf(then, report) };
}

function differencesOf(then: Report, now: Report): Difference[] {
  const before = new Map(then.requirements.map((line) => [line.requirementId, line]));
  const after = new Map(now.requirements.map((line) => [line.requirementId, line]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((requirementId): Difference[] => {
    const [was, is] = [before.get(requirementId) ?? null, after.get(requirementId) ?? null];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ requirementId, was, is }];
  });
}
