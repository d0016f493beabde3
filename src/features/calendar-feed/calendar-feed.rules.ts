/**
 * The dates of contracts, the last days of evidence and of accepted gaps, and the days to find something out by, as an iCalendar file (RFC 5545):
 * all-day events that a calendar program fetches again and again.
 *
 * An event is known again by its UID, made from the school, the contract or evidence, the kind of event and the end that it
 * is about: the same day after day, in every feed, whatever else changes. LAST-MODIFIED and DTSTAMP are when the contract,
 * the evidence or the school's calendar last changed, and SEQUENCE counts those changes; so a file is the same byte for byte,
 * and can be answered with "not modified", until something in it differs.
 */
import { createHash } from 'node:crypto';
import ical, { escape, ICalEventBusyStatus, ICalEventTransparency } from 'ical-generator';
import { addDays, addMonths, type PlainDate } from '../../domain/dates.ts';
import { decisionsCalendar } from '../../domain/deadlines.ts';
import type { Contract } from '../../domain/record.ts';
import type { SchoolCalendar } from '../../domain/terms.ts';
import type { SchoolScope } from '../../platform/database/index.ts';
import { decisionTitle } from '../decisions/index.ts';
import type { ExpiringEvidence } from '../evidence/index.ts';
import { exceptionSentence, type StoredException } from '../exceptions/index.ts';
import { whoIsAsked, type StoredTask } from '../find-out/index.ts';

/** How far ahead a feed looks, in months. */
export const FEED_MONTHS = 24;

/** How often a calendar program is asked to fetch again, in seconds. */
const REFRESH_SECONDS = 6 * 3600;

export interface FeedEvent {
  uid: string;
  date: PlainDate;
  summary: string;
  description: string;
  /** The page of the contract or of the evidence. */
  url: string;
  sequence: number;
  lastModified: Date;
}

export interface FeedInput {
  school: { scope: SchoolScope; key: string; name: string; version: number; updatedAt: Date };
  /** Whether events begin with the school's name: where one feed holds several. */
  nameSchool: boolean;
  contracts: readonly (Contract & { version: number; updatedAt: Date })[];
  /** Evidence for answers to the standards, as far as it expires. */
  evidence: readonly ExpiringEvidence[];
  /** Gaps that are accepted until a day. */
  exceptions: readonly StoredException[];
  /** All that was or is to be found out. */
  tasks: readonly StoredTask[];
  governorsMeetings: readonly PlainDate[];
  calendar: SchoolCalendar;
  today: PlainDate;
  /** `https://cairn.example` */
  origin: string;
}

/** What a school's contracts, its evidence and what is to be found out put into a feed. */
export function feedEvents(input: FeedInput): FeedEvent[] {
  return [...contractEvents(input), ...evidenceEvents(input), ...findOutEvents(input), ...acceptedEvents(input)];
}

/**
 * The days by which something should be found out: one event for each who is asked, however much they are asked. Tasks are never
 * taken out, so all versions together only grow, whichever of them an event holds.
 */
function findOutEvents({ school, nameSchool, tasks, today, origin }: FeedInput): FeedEvent[] {
  const to = addMonths(today, FEED_MONTHS);
  const open = tasks.filter(({ state, dueOn }) => state === 'open' && dueOn >= today && dueOn <= to);
  const sequence = tasks.reduce((sum, { version }) => sum + version - 1, 0);
  const lastModified = new Date(Math.max(0, ...tasks.map(({ updatedAt }) => updatedAt.getTime())));
  const url = `${origin}/schools/${encodeURIComponent(school.key)}/find-out`;
  const groups = Map.groupBy(open, (task) => JSON.stringify([task.dueOn, whoIsAsked(task)]));
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const who = whoIsAsked(first);
    const summary = `Find out from ${who}: ${own.length === 1 ? 'one question' : `${own.length} questions`}`;
    return [
      {
        uid: `${uidOf(school.scope, who, 'find-out', first.dueOn)}@cairn`,
        date: first.dueOn,
        summary: nameSchool ? `${school.name}: ${summary}` : summary,
        description: `You answered “not sure”. The letter to send is here.\n\n${url}`,
        url,
        sequence,
        lastModified,
      },
    ];
  });
}

/** The last day on which each piece of evidence counts. */
function evidenceEvents({ school, nameSchool, evidence, today, origin }: FeedInput): FeedEvent[] {
  const to = addMonths(today, FEED_MONTHS);
  return evidence
    .filter(({ expiresOn }) => expiresOn >= today && expiresOn <= to)
    .map(({ id, title, expiresOn, version, updatedAt }) => {
      const url = `${origin}/schools/${encodeURIComponent(school.key)}/evidence/${encodeURIComponent(id)}`;
      const summary = `Last day of the evidence “${title}”`;
      const text =
        'After this day it counts no longer: what it alone shows is not known until there is newer evidence.';
      return {
        uid: `${uidOf(school.scope, id, 'evidence', expiresOn)}@cairn`,
        date: expiresOn,
        summary: nameSchool ? `${school.name}: ${summary}` : summary,
        description: `${text}\n\n${url}`,
        url,
        sequence: version - 1,
        lastModified: updatedAt,
      };
    });
}

/** The last day on which each accepted gap is accepted. */
function acceptedEvents({ school, nameSchool, exceptions, today, origin }: FeedInput): FeedEvent[] {
  const to = addMonths(today, FEED_MONTHS);
  return exceptions
    .filter(({ until }) => until >= today && until <= to)
    .map((one) => {
      const url = `${origin}/schools/${encodeURIComponent(school.key)}/exceptions/${encodeURIComponent(one.id)}`;
      const summary = `Last day that a gap is accepted: ${one.subject}`;
      const text = `${exceptionSentence(one, today)} From the day after it is in the plan and the checks again.`;
      return {
        uid: `${uidOf(school.scope, one.id, 'accepted', one.until)}@cairn`,
        date: one.until,
        summary: nameSchool ? `${school.name}: ${summary}` : summary,
        description: `${text}\n\n${url}`,
        url,
        sequence: one.version - 1,
        lastModified: one.updatedAt,
      };
    });
}

function contractEvents(input: FeedInput): FeedEvent[] {
  const { school, contracts, governorsMeetings, calendar, today, origin } = input;
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  const to = addMonths(today, FEED_MONTHS);
  return decisionsCalendar(contracts, governorsMeetings, today, to, calendar).flatMap((entry) => {
    const contract = byId.get(entry.contractId);
    if (contract === undefined) return [];
    const url = `${origin}/schools/${encodeURIComponent(school.key)}/contracts/${encodeURIComponent(contract.id)}`;
    const title = decisionTitle(entry);
    const lines = [entry.text];
    if (entry.atMeeting) lines.push('This is the day of a governors’ meeting.');
    lines.push(url);
    return [
      {
        uid: `${uidOf(school.scope, contract.id, entry.kind, entry.endsOn)}@cairn`,
        date: entry.date,
        summary: input.nameSchool ? `${school.name}: ${title}` : title,
        description: lines.join('\n\n'),
        url,
        // Both versions begin at 1 and only grow.
        sequence: contract.version + school.version - 2,
        lastModified: contract.updatedAt > school.updatedAt ? contract.updatedAt : school.updatedAt,
      },
    ];
  });
}

/** The feed as a file: UTF-8, lines ending in CRLF, none longer than 75 octets. */
export function calendarFile(name: string, events: readonly FeedEvent[]): string {
  const calendar = ical({
    // The library escapes what events hold, and not this.
    name: escape(printable(name), false),
    prodId: { company: 'Cairn', product: 'Cairn', language: 'EN' },
    scale: 'GREGORIAN',
    ttl: REFRESH_SECONDS,
  });
  for (const event of events) {
    calendar.createEvent({
      id: event.uid,
      start: event.date,
      end: addDays(event.date, 1),
      allDay: true,
      summary: printable(event.summary),
      description: printable(event.description),
      url: event.url,
      sequence: event.sequence,
      stamp: event.lastModified,
      lastModified: event.lastModified,
      // A date to know of is no appointment: the day stays free.
      transparency: ICalEventTransparency.TRANSPARENT,
      busystatus: ICalEventBusyStatus.FREE,
    });
  }
  return `${calendar.toString()}\r\n`;
}

/** What a fetch is compared by: changes when the file does. */
export function etagOf(file: string): string {
  return `"${createHash('sha256').update(file).digest('base64url')}"`;
}

/** True where the program already has the file (RFC 9110, If-None-Match). */
export function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  const known = new Set(ifNoneMatch.split(',').map((one) => one.trim().replace(/^W\//, '')));
  return known.has('*') || known.has(etag);
}

function uidOf(scope: SchoolScope, ...parts: string[]): string {
  const named = JSON.stringify([scope.organisationId, scope.schoolId, ...parts]);
  return createHash('sha256').update(named).digest('base64url').slice(0, 32);
}

/** A calendar's text holds no control characters but line ends and tabs (RFC 5545, 3.3.11), nor half of a character. */
function printable(text: string): string {
  return text.toWellFormed().replaceAll(/(?![\t\r\n])\p{Cc}/gu, '');
}
