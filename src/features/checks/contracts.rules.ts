/** Checks of contracts: a term or an end that is missing, an end that has passed, and items that name one that is over. Pure. */
import { addDays, formatDate, type PlainDate } from '../../domain/dates.ts';
import { noticeDeadline, noticeLength } from '../../domain/deadlines.ts';
import { isInUse } from '../../domain/in-use.ts';
import type { Contract, SchoolRecord } from '../../domain/record.ts';
import { changePath, itemPath, type Because, type Check } from './check.ts';

export function contractChecks(record: SchoolRecord, today: PlainDate): Check[] {
  return record.contracts.flatMap((contract) => {
    const deadline = noticeDeadline(contract, today, record.limits);
    if (deadline.status === 'ended') {
      const { endsOn } = deadline;
      return endsOn === null || endsOn >= today ? [] : namedThough(record, contract, endsOn, today);
    }
    if (contract.endsOn === null) return noEnd(contract);
    if (contract.endsOn < today && contract.renewal !== 'automatic') return over(contract, contract.endsOn);
    return needsNotice(contract) ? noNotice(contract) : [];
  });
}

/** What ends by itself or by agreement needs no notice. Where nobody knows whether it renews itself, it may. */
function needsNotice(contract: Contract): boolean {
  const mayRenew = contract.renewal === 'automatic' || contract.renewal === null;
  return mayRenew && typeof noticeLength(contract) === 'string';
}

function noNotice(contract: Contract): Check[] {
  const { id, title, renewal, endsOn, noticeCount } = contract;
  const renews = renewal === 'automatic' ? 'It renews itself' : 'Whether it renews itself is not known';
  const length = noticeLength(contract);
  const why = noticeCount === null || typeof length !== 'string' ? 'no notice period is written down' : length;
  return [
    {
      id: `contract-no-notice:${id}`,
      kind: 'contract-no-notice',
      sentence: `The contract “${title}” has no notice period to count with. ${renews}, so the last day to give notice is not known.`,
      because: [
        { text: `${title}: ${why}`, path: itemPath('contract', id) },
        ...(endsOn === null ? [] : [{ text: `${title}: its term ends on ${formatDate(endsOn)}`, path: null }]),
      ],
      fix: { path: changePath('contract', id), words: `Write down the notice period of ${title}` },
      since: contract.startsOn,
    },
  ];
}

function noEnd(contract: Contract): Check[] {
  const { id, title, unread, noticeGivenOn } = contract;
  const original = unread['endsOn'];
  const given = noticeGivenOn === null ? '' : `, though notice was given on ${formatDate(noticeGivenOn)}`;
  const neither = noticeGivenOn === null && needsNotice(contract);
  return [
    {
      id: `contract-no-end:${id}`,
      kind: 'contract-no-end',
      sentence: `The contract “${title}” runs without an end date${given}${neither ? ' and without a notice period' : ''}, so nobody can say when it must be decided.`,
      because: [
        {
          text:
            original === undefined
              ? `${title}: no end date is written down`
              : `${title}: the end date reads “${original}”, which is no date`,
          path: itemPath('contract', id),
        },
      ],
      fix: { path: changePath('contract', id), words: `Write down when ${title} ends` },
      since: contract.startsOn,
    },
  ];
}

function over({ id, title, renewal }: Contract, endsOn: PlainDate): Check[] {
  const why = {
    none: 'it does not renew',
    'by-agreement': 'it goes on only where both sides agree',
    unknown: 'whether it renews is not known',
  }[renewal === 'none' || renewal === 'by-agreement' ? renewal : 'unknown'];
  return [
    {
      id: `contract-over:${id}`,
      kind: 'contract-over',
      sentence: `The contract “${title}” came to its end on ${formatDate(endsOn)}, and nothing says whether it goes on.`,
      because: [
        { text: `${title}: it ended on ${formatDate(endsOn)}, and ${why}`, path: itemPath('contract', id) },
        { text: `${title}: it is not marked as ended`, path: null },
      ],
      fix: { path: itemPath('contract', id), words: `Write down a new end, or that ${title} has ended` },
      since: addDays(endsOn, 1),
    },
  ];
}

/** An item that is still used and names a contract that has ended. */
function namedThough(record: SchoolRecord, { id, title }: Contract, endsOn: PlainDate, today: PlainDate): Check[] {
  const named: Because[] = [
    ...record.systems
      .filter(({ contractId }) => contractId === id)
      .map((one) => ({ text: one.name, path: itemPath('system', one.id) })),
    ...record.connections
      .filter(({ contractId }) => contractId === id)
      .map((one) => ({ text: one.name, path: itemPath('connection', one.id) })),
    ...record.equipment
      .filter((one) => one.contractId === id && isInUse(one, today))
      .map((one) => ({ text: one.name, path: itemPath('equipment', one.id) })),
  ];
  const [first] = named;
  if (first === undefined || first.path === null) return [];
  const others = named.length === 1 ? '' : ` and ${named.length - 1} more`;
  return [
    {
      id: `contract-ended:${id}`,
      kind: 'contract-ended',
      sentence: `${first.text}${others} ${named.length === 1 ? 'is' : 'are'} recorded under the contract “${title}”, which ended on ${formatDate(endsOn)}.`,
      because: [
        { text: `${title}: ended on ${formatDate(endsOn)}`, path: itemPath('contract', id) },
        ...named.map((one) => ({ ...one, text: `${one.text}: still names it` })),
      ],
      fix: { path: `${first.path}/edit`, words: `Name the contract that ${first.text} is under now` },
      since: addDays(endsOn, 1),
    },
  ];
}
