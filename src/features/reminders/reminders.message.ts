/** The words of the mails. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { Html, html } from '../../ui/html.ts';
import { distanceWords } from '../registers/index.ts';
import type { Reminder } from './reminders.rules.ts';

export interface MailWords {
  subject: string;
  text: string;
  html: string;
}

/** A mail that held hundreds of dates would not be read: the rest is on the page of decisions. */
const MOST_IN_A_MAIL = 40;

export interface ReminderMailParts {
  school: { key: string; name: string };
  /** In order of date; at least one. */
  reminders: readonly Reminder[];
  today: PlainDate;
  /** What addresses begin with: https://cairn.school.example */
  origin: string;
  stopUrl: string;
}

/** What a reminder says of one contract and day. */
export interface ReminderItem {
  headline: string;
  why: string;
  links: { text: string; href: string }[];
}

/** A mail that reminds of dates. */
export function reminderMail(parts: ReminderMailParts): MailWords {
  const { school, reminders, today, origin, stopUrl } = parts;
  const base = `${origin}/schools/${encodeURIComponent(school.key)}`;
  const all = reminderItems(reminders, today, base);
  const items = all.slice(0, MOST_IN_A_MAIL);
  const left = all.length - items.length;
  const [first] = all;
  const subject =
    all.length === 1 && first !== undefined
      ? `${first.headline} – ${school.name}`
      : `${all.length} dates to act on – ${school.name}`;
  const closing = [
    ...(left > 0 ? [{ text: `${left} more dates are on the page of decisions`, href: `${base}/decisions` }] : []),
    { text: 'All decisions and their dates', href: `${base}/decisions` },
    { text: 'Change what you are sent', href: `${base}/reminders` },
    { text: 'Stop these mails', href: stopUrl },
  ];
  const why = `You get this because you asked Cairn to remind you of ${school.name}’s contracts.`;
  const text = [
    `${school.name}: what must be decided or sent`,
    ...items.map(({ headline, why: reason, links }) =>
      [headline, reason, ...links.map((link) => `${link.text}: ${link.href}`)].join('\n'),
    ),
    why,
    closing.map((link) => `${link.text}: ${link.href}`).join('\n'),
  ].join('\n\n');
  const body = html`<h1>${school.name}: what must be decided or sent</h1>
    ${items.map(
      ({ headline, why: reason, links }) =>
        html`<h2>${headline}</h2>
          <p>${reason}</p>
          <ul>
            ${links.map((link) => html`<li><a href="${link.href}">${link.text}</a></li> `)}
          </ul>`,
    )}
    <p>${why}</p>
    <ul>
      ${closing.map((link) => html`<li><a href="${link.href}">${link.text}</a></li> `)}
    </ul>`;
  return { subject, text: `${text}\n`, html: documentOf(subject, body) };
}

/** A mail that asks whether the address is theirs. */
export function confirmationMail(parts: { school: string; confirmUrl: string }): MailWords {
  const { school, confirmUrl } = parts;
  const subject = `Confirm that Cairn may write to you – ${school}`;
  const asked = `Somebody who works with ${school} in Cairn gave this address for reminders of the school’s contracts. To get them, open this link and press the button:`;
  const otherwise =
    'The link works for seven days, until a newer one is sent. If it was not you, do nothing: Cairn sends nothing else to this address.';
  const text = `${asked}\n\n${confirmUrl}\n\n${otherwise}\n`;
  const body = html`<p>${asked}</p>
    <p><a href="${confirmUrl}">Confirm this address</a></p>
    <p>${otherwise}</p>`;
  return { subject, text, html: documentOf(subject, body) };
}

/** One item for each contract and day: a day to decide that is also the last to give notice is one. */
export function reminderItems(reminders: readonly Reminder[], today: PlainDate, base: string): ReminderItem[] {
  const byDay = new Map<string, Reminder[]>();
  for (const reminder of reminders) {
    const key = `${reminder.contractId}\n${reminder.dueOn}\n${reminder.isMissed}`;
    byDay.set(key, [...(byDay.get(key) ?? []), reminder]);
  }
  return [...byDay.values()].map((group) => {
    const [first] = group as [Reminder, ...Reminder[]];
    const contract = `${base}/contracts/${encodeURIComponent(first.contractId)}`;
    return {
      headline: headlineOf(group, today),
      why: [...new Set(group.map(({ why }) => why))].join(' '),
      links: [
        { text: 'The contract', href: contract },
        ...(first.isMissed ? [] : [{ text: 'A draft letter that gives notice', href: `${contract}/notice-letter` }]),
      ],
    };
  });
}

function headlineOf(group: readonly Reminder[], today: PlainDate): string {
  const [{ dueOn, contractTitle, isMissed }] = group as [Reminder, ...Reminder[]];
  const day = formatDate(dueOn);
  if (isMissed) return `The last day to give notice, ${day}, has passed: ${contractTitle}`;
  const kinds = new Set(group.map(({ kind }) => kind));
  if (dueOn < today) return `Decide now (the day to decide was ${day}): ${contractTitle}`;
  const what = kinds.has('notice-deadline')
    ? kinds.has('decide-by')
      ? 'Decide and give notice'
      : 'Give notice'
    : 'Decide';
  return `${what} by ${day} (${distanceWords(today, dueOn)}): ${contractTitle}`;
}

function documentOf(title: string, body: Html): string {
  return String(html`<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${title}</title></head><body>
${body}
</body></html>
`);
}
