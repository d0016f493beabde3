/** A library of one edition with two requirements and one need, for tests that break one thing in it. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { LibraryFault } from '../src/library/index.ts';
import { readLibraryFolder } from '../src/platform/library-files.ts';

/** The rules are those of the repository: a requirement names one of them. */
const files = readLibraryFolder(fileURLToPath(new URL('../library', import.meta.url)));

const SMALL_EDITION = `id: small
title: A small edition
asAt: 2026-09-16
`;
const SMALL = `sources:
  page:
    title: A page
    url: https://example.org/page
    asAt: 2026-09-16
    licence: Open Government Licence v3.0
    confidence: seen
category:
  id: things
  name: Things
  core: true
  group: network
  lead: IT support
  dueOn: 2030-08-31
  source: page
standards:
  - id: things-1
    name: First
    asks: Something.
    why: Because.
    requirements:
      - id: things-1.one
        text: One holds.
        trigger: now
        weight: 5
        evidence: A note.
        fact: firewall-recorded
        question: { id: ask, met: ['yes'] }
      - id: things-1.two
        text: Two holds.
        trigger: now
        weight: 5
        evidence: A note.
        dependsOn: [things-1.one]
        question: { id: ask, met: ['yes'] }
questions:
  - id: ask
    text: Is it so?
    hint: It may be.
    asks: Anyone
    choices:
      - { id: 'yes', label: 'Yes' }
      - { id: 'no', label: 'No' }
      - { id: not-sure, label: Not sure }
`;
const SMALL_NEEDS = `sources:
  page:
    title: A page
    url: https://example.org/page
    asAt: 2026-09-16
    licence: Open Government Licence v3.0
    confidence: seen
needs:
  - id: fix-one
    name: Fix one
    group: network
    requirements: [things-1.one, things-1.two]
    doNothing: Nothing changes.
    options:
      - id: fix-one-buy
        name: Buy
        kind: buy
        summary: Buy it.
        heading: E20F
        satisfies: [things-1.one, things-1.two]
        source: page
      - id: fix-one-do
        name: Do
        kind: do
        summary: Do it.
        heading: E20F
        satisfies: [things-1.one]
        excludes: [fix-one-buy]
        source: page
`;

/** Its files, as they are or with a change to the standards or to the needs. */
export function small(
  change: (text: string) => string = (text) => text,
  changeNeeds: (text: string) => string = (text) => text,
): Map<string, string> {
  return new Map([
    ['editions/small/edition.yaml', SMALL_EDITION],
    ['editions/small/things.yaml', change(SMALL)],
    ['options/all.yaml', changeNeeds(SMALL_NEEDS)],
    ...[...files].filter(([path]) => path.startsWith('rules/')),
  ]);
}

/** Replaces text that must be there, so that a test of a fault cannot pass because nothing was broken. */
export function swap(from: string, to: string) {
  return (text: string) => {
    assert.ok(text.includes(from), `the text to break is not there: ${from}`);
    return text.replace(from, to);
  };
}

/** The line that the fault names holds this text. */
export function assertLine(library: ReadonlyMap<string, string>, fault: LibraryFault, place: string): void {
  const line = library.get(fault.file)?.split('\n')[fault.line - 1] ?? '';
  assert.ok(line.includes(place), `line ${fault.line} is "${line}", not the one with "${place}"`);
}
