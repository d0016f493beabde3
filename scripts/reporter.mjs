/**
 * A reporter for node:test that prints what matters: each failure in full when it happens, then how many. The counts also
 * go to the file named by CAIRN_TEST_COUNTS, for test-steps.ts to add up.
 */
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { inspect } from 'node:util';

const slowMs = 10_000;

export default async function* report(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:pass' && isTest(data)) {
      if (data.skip !== undefined || data.todo !== undefined) {
        counts.skipped++;
        yield `skipped: ${nameOf(data)} ${typeof data.skip === 'string' ? data.skip : ''}\n`;
      } else counts.passed++;
      if (data.details.duration_ms > slowMs) yield `slow: ${nameOf(data)} ${seconds(data.details.duration_ms)}\n`;
    } else if (type === 'test:fail') {
      const error = data.details.error;
      // A suite that fails only because a test inside did is no failure of its own.
      if (error?.failureType === 'subtestsFailed') continue;
      counts.failed++;
      yield `FAILED ${nameOf(data)}\n${indent(reasonOf(error))}\n`;
    } else if (type === 'test:stderr' || type === 'test:stdout') {
      yield data.message;
    } else if (type === 'test:diagnostic' && data.level === 'error') {
      yield `${data.message}\n`;
    }
  }
  if (process.env.CAIRN_TEST_COUNTS) appendFileSync(process.env.CAIRN_TEST_COUNTS, `${JSON.stringify(counts)}\n`);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  yield `tests passed: ${counts.passed}, failed: ${counts.failed}${skipped}\n`;
}

function isTest(data) {
  return data.details?.type !== 'suite';
}

function nameOf(data) {
  const where = data.file ? ` (${relative(process.cwd(), data.file)}:${data.line})` : '';
  return `${data.name}${where}`;
}

function reasonOf(error) {
  const cause = error?.cause ?? error;
  return typeof cause === 'string' ? cause : (cause?.stack ?? inspect(cause));
}

function indent(text) {
  return String(text)
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
