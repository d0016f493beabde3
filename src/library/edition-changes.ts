/** What differs between the requirements of two editions, and whether a change list says exactly that. */
import type { Edition, EditionChanges, Requirement } from './library.ts';

export interface EditionDifferences {
  /** Ids that only the later edition has, in its order. */
  added: string[];
  /** Ids that only the earlier edition has, in its order. */
  gone: string[];
  /** Ids that both have and that ask for something else, in the later edition's order. */
  changed: string[];
}

/**
 * Compares two editions, requirement by requirement. A requirement has changed where anything but its source has, or where
 * its question is worded otherwise or has other choices. Another hint is not a change.
 */
export function differencesBetween(from: Edition, to: Edition): EditionDifferences {
  const before = comparables(from);
  const after = comparables(to);
  return {
    added: [...after.keys()].filter((id) => !before.has(id)),
    gone: [...before.keys()].filter((id) => !after.has(id)),
    changed: [...after].flatMap(([id, one]) => {
      const earlier = before.get(id);
      return earlier === undefined || earlier === one ? [] : [id];
    }),
  };
}

/** Each requirement as text that is the same where it asks the same. */
function comparables({ requirements, questions }: Edition): Map<string, string> {
  const byId = new Map(questions.map((question) => [question.id, question]));
  return new Map(requirements.map((one) => [one.id, JSON.stringify(comparable(one), inKeyOrder)]));

  function comparable({ source: _source, dutyBy, question, ...rest }: Requirement): unknown {
    const asked = question && byId.get(question.id);
    return {
      ...rest,
      dutyBy: dutyBy && { kind: dutyBy.kind, by: dutyBy.by },
      question: question && {
        id: question.id,
        met: question.met.toSorted(),
        notApplicable: question.notApplicable?.toSorted(),
      },
      asked: asked && { text: asked.text, choices: asked.choices },
    };
  }
}

/** The order in which a file names the parts of something says nothing. */
function inKeyOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is wrong with a change list. */
export interface ChangeListFault {
  message: string;
  /** Where in the list: a heading, or an entry below it. */
  at: readonly (string | number)[];
}

const headings = ['added', 'removed', 'changed', 'superseded'] as const;

/**
 * Compares a change list with its two editions: every requirement that was added, removed, changed or superseded is named once
 * under its heading, and nothing else is.
 */
export function changeListFaults(list: EditionChanges, from: Edition, to: Edition): ChangeListFault[] {
  const real = differencesBetween(from, to);
  const faults: ChangeListFault[] = [];
  const named = new Set<string>();
  const wanted = {
    added: { ids: new Set(real.added), not: `is not new in edition ${to.id}` },
    removed: { ids: new Set(real.gone), not: `is not gone from edition ${to.id}` },
    changed: { ids: new Set(real.changed), not: 'is the same in both editions, or in one only' },
    superseded: { ids: new Set(real.gone), not: `is not gone from edition ${to.id}` },
  };
  for (const heading of headings) {
    list[heading].forEach(({ id }, index) => {
      const at = [heading, index, 'id'];
      if (named.has(id)) faults.push({ at, message: `requirement ${id} is named twice` });
      else if (!wanted[heading].ids.has(id)) {
        faults.push({ at, message: `requirement ${id} is named under ${heading} and ${wanted[heading].not}` });
      }
      named.add(id);
    });
  }
  const present = new Set(to.requirements.map(({ id }) => id));
  list.superseded.forEach(({ id, by }, index) => {
    if (!present.has(by)) {
      faults.push({ at: ['superseded', index, 'by'], message: `${id} is superseded by the unknown requirement ${by}` });
    }
  });
  const missing = (ids: string[], heading: string, words: string) => {
    for (const id of ids) if (!named.has(id)) faults.push({ at: [heading], message: `requirement ${id} ${words}` });
  };
  missing(real.added, 'added', `is new in edition ${to.id} and not named`);
  missing(real.gone, 'removed', `is gone from edition ${to.id} and named under neither removed nor superseded`);
  missing(real.changed, 'changed', `has changed since edition ${from.id} and is not named`);
  return faults;
}
