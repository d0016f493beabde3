import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocalMark, Threshold } from '../../library/index.ts';
import { localDays, localWords, markWords } from './local.words.ts';

const origin = { setId: 's', ruleId: 'r', setName: 'Rules', by: 'Beacon Trust (example)', asAt: '2026-10-01' };
const national: Threshold = { unit: 'Mbps', byPhase: { primary: 100, secondary: 1000 } };
const asks = (all: number, by = origin.by): LocalMark => ({
  ...origin,
  by,
  kind: 'threshold',
  asked: { unit: 'Mbps', byPhase: {}, all },
  national,
});

test('whose number it is, and what the national standard asks', () => {
  const counts: Threshold = { unit: 'Mbps', byPhase: { primary: 500, secondary: 1000 } };
  assert.equal(
    markWords(asks(500), counts, 'primary'),
    'Set by Beacon Trust (example): at least 500 Mbps. The national standard asks 100 Mbps.',
  );
  assert.equal(
    markWords(asks(300, 'Ashshire (example)'), counts, 'primary'),
    'Ashshire (example) asks for at least 300 Mbps; the stricter number counts. The national standard asks 100 Mbps.',
  );
  assert.equal(
    markWords(asks(500), counts, 'secondary'),
    'Beacon Trust (example) asks for at least 500 Mbps. The national standard is stricter here, and counts.',
  );
  const most = { unit: 'metres at most', byPhase: {} };
  const shorter: LocalMark = {
    ...origin,
    kind: 'threshold',
    asked: { ...most, all: 70 },
    national: { ...most, all: 90 },
  };
  assert.equal(
    markWords(shorter, { ...most, all: 70 }, 'primary'),
    'Set by Beacon Trust (example): at most 70 metres. The national standard asks 90 metres at most.',
  );
  const wifi = { unit: 'Wi-Fi generation', byPhase: {} };
  const newer: LocalMark = {
    ...origin,
    kind: 'threshold',
    asked: { ...wifi, all: 7 },
    national: { ...wifi, all: 6.5 },
  };
  assert.equal(
    markWords(newer, { ...wifi, all: 7 }, 'primary'),
    'Set by Beacon Trust (example): at least Wi-Fi 7. The national standard asks Wi-Fi 6E.',
  );
});

test('everything else that a rule changes names its author; guidance is read where it stands', () => {
  const local: LocalMark[] = [
    { ...origin, kind: 'add' },
    { ...origin, kind: 'level' },
    { ...origin, kind: 'trigger', national: 'at-replacement' },
    { ...origin, kind: 'due', on: '2027-09-01', national: '2030-08-31' },
    { ...origin, kind: 'due', on: '2027-09-01', national: null },
    { ...origin, kind: 'guidance', text: 'Ask us.', url: null },
  ];
  const words = localWords({ threshold: null, local }, 'primary');
  assert.equal(words.length, 5);
  for (const sentence of words) assert.match(sentence, /Beacon Trust \(example\)/);
  assert.match(words[3] ?? '', /due by 1 September 2027\. The national day is 31 August 2030\.$/);
  assert.match(words[4] ?? '', /The national standard sets no day\.$/);
  assert.deepEqual(localDays(local).slice(0, 1), ['Beacon Trust (example) asks for it by 1 September 2027.']);
  assert.deepEqual(localWords({ threshold: null }, 'primary'), []);
});
