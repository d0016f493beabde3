/** Reads the forms of what became of the plan. Pure. */
import type { Actual } from '../../domain/actuals.ts';
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { parseFields, type FieldError } from '../../ui/forms/index.ts';
import { actualFields, agreementFields, finishFields } from './actuals.fields.ts';

/** What the form of an item under way, or dropped, says of it. */
export type ActualContent = Omit<Actual, 'id' | 'needId' | 'optionId' | 'name' | 'finishedOn' | 'contractId'> & {
  /** Only where it is outside the plan. */
  name: string | null;
};

export interface GivenActual {
  content: ActualContent | null;
  typed: Record<string, string>;
  errors: FieldError[];
  version: number;
}

/** Messages say how to mend it; what was typed is always kept. */
export function parseActual(body: unknown, outside: boolean, today: PlainDate): GivenActual {
  const sent = (body ?? {}) as Record<string, unknown>;
  const { values, typed, errors } = parseFields(actualFields(outside), sent);
  const found = [...errors];
  const day = (name: string) => (values[name] as PlainDate | null | undefined) ?? null;
  const state = values['state'] as Actual['state'] | null;
  for (const [field, what] of [
    ['orderedOn', 'The day on which it was ordered'],
    ['droppedOn', 'The day on which it was dropped'],
  ] as const) {
    const on = day(field);
    if (on !== null && on > today) found.push({ field, message: `${what} must be today or earlier` });
  }
  const [startsOn, expectedOn] = [day('startsOn'), day('expectedOn')];
  if (state === 'started' && startsOn !== null && startsOn > today) {
    found.push({
      field: 'startsOn',
      message: 'Work that has started began today or earlier. If it has not, choose “Ordered”',
    });
  }
  if (startsOn !== null && expectedOn !== null && expectedOn < startsOn) {
    found.push({
      field: 'expectedOn',
      message: `It is in place on ${formatDate(startsOn)} or later: that is when work starts`,
    });
  }
  const oneOff = values['oneOffPence'] as number | null;
  if (oneOff !== null && oneOff > 0 && (values['oneOffPot'] ?? null) === null) {
    found.push({ field: 'oneOffPot', message: 'Choose whether it is paid from capital or revenue' });
  }
  const isWhole = found.length === 0 && state !== null;
  const text = (name: string) => (values[name] as string | null | undefined) || null;
  return {
    content: isWhole
      ? {
          name: text('name'),
          state,
          orderedOn: day('orderedOn'),
          startsOn,
          expectedOn,
          droppedOn: day('droppedOn'),
          dropReason: text('dropReason'),
          oneOffPence: oneOff,
          oneOffPot: values['oneOffPot'] as Actual['oneOffPot'],
          yearlyPence: values['yearlyPence'] as number | null,
          quantity: values['quantity'] as number | null,
          supplier: text('supplier'),
          reference: text('reference'),
        }
      : null,
    typed,
    errors: found,
    version: versionOf(sent),
  };
}

export interface Finish {
  finishedOn: PlainDate;
  oneOffPence: number | null;
  oneOffPot: Actual['oneOffPot'];
  yearlyPence: number | null;
}

/** Reads what is asked of a finish, beside its facts. */
export function parseFinish(
  body: unknown,
  actual: Pick<Actual, 'startsOn'>,
  today: PlainDate,
): { finish: Finish | null; typed: Record<string, string>; errors: FieldError[]; version: number } {
  const sent = (body ?? {}) as Record<string, unknown>;
  const { values, typed, errors } = parseFields(finishFields, sent);
  const found = [...errors];
  const finishedOn = values['finishedOn'] as PlainDate | null;
  const { startsOn } = actual;
  if (finishedOn !== null && finishedOn > today) {
    found.push({ field: 'finishedOn', message: 'What is in place has been so since today or earlier' });
  }
  if (finishedOn !== null && startsOn !== null && finishedOn < startsOn) {
    found.push({
      field: 'finishedOn',
      message: `Work started on ${formatDate(startsOn)}: give that day or a later one`,
    });
  }
  const { oneOffPence, oneOffPot, yearlyPence } = values as unknown as Finish;
  if (oneOffPence !== null && oneOffPence > 0 && oneOffPot === null) {
    found.push({ field: 'oneOffPot', message: 'Choose whether it was paid from capital or revenue' });
  }
  const isWhole = found.length === 0 && finishedOn !== null;
  return {
    finish: isWhole ? { finishedOn, oneOffPence, oneOffPot, yearlyPence } : null,
    typed,
    errors: found,
    version: versionOf(sent),
  };
}

/** Reads who agreed the plan, and when. */
export function parseAgreement(
  body: unknown,
  today: PlainDate,
): { given: { agreedBy: string; agreedOn: PlainDate } | null; typed: Record<string, string>; errors: FieldError[] } {
  const { values, typed, errors } = parseFields(agreementFields, (body ?? {}) as Record<string, unknown>);
  const found = [...errors];
  const agreedBy = values['agreedBy'] as string | null;
  const agreedOn = values['agreedOn'] as PlainDate | null;
  if (agreedOn !== null && agreedOn > today) {
    found.push({ field: 'agreedOn', message: 'The day on which it was agreed must be today or earlier' });
  }
  const isWhole = found.length === 0 && agreedBy !== null && agreedOn !== null;
  return { given: isWhole ? { agreedBy, agreedOn } : null, typed, errors: found };
}

function versionOf(sent: Readonly<Record<string, unknown>>): number {
  const version = Number(sent['version']);
  return Number.isSafeInteger(version) ? version : 0;
}
