import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { type Effort, NoPlanFoundError, PlannerStoppedError } from '../../planner/index.ts';
import { fixedClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { createPlanRunner, type Planner } from './plan.jobs.ts';

const problem = madePlanningProblem([madeNeed('wifi', 'Wi-Fi')]);

/** Plans that are told apart by their hash. */
const plan = (hash: string, term = 0): Plan => madePlan(problem, { wifi: term }, { hash });

interface Written {
  planId: string;
  state: string;
  hash: string | null;
  stage: string;
  error: string | null;
  failure?: string;
}

/** The plan table alone, in memory: `writes` is what was stored, in order. Each write takes as long as `writing` says. */
function fakeDatabase(problems: Record<string, PlanningProblem>) {
  const writes: Written[] = [];
  // Problems are kept in memory by school and plan: each test's are its own.
  const school = { organisation_id: randomUUID(), school_id: 's' };
  const rows = new Map(
    Object.entries(problems).map(([id, asked]) => [
      id,
      {
        ...school,
        id,
        state: 'planning',
        problem: asked,
        problem_hash: JSON.stringify(asked),
        plan: null as Plan | null,
      },
    ]),
  );
  const fake = { writing: async (): Promise<void> => undefined, failing: false };
  const chain = (end: (wheres: Map<string, unknown>) => Promise<unknown>) => {
    const wheres = new Map<string, unknown>();
    const self = {
      select: () => self,
      where: (column: string, _: string, value: unknown) => {
        wheres.set(column, value);
        return self;
      },
      executeTakeFirst: () => end(wheres),
      executeTakeFirstOrThrow: () => end(wheres),
      execute: () => end(wheres),
    };
    return self;
  };
  const tx = {
    selectFrom: () => chain(async (wheres) => rows.get(String(wheres.get('id')))),
    updateTable: () => ({
      set: (values: { state: string; plan?: string; progress: string; error: string | null }) =>
        chain(async (wheres) => {
          await fake.writing();
          if (fake.failing) throw new Error('The disk is full.');
          const id = String(wheres.get('id'));
          const found = values.plan === undefined ? null : (JSON.parse(values.plan) as Plan);
          const row = rows.get(id);
          if (row) Object.assign(row, { state: values.state, ...(found && { plan: found }) });
          const { stage, failure } = JSON.parse(values.progress) as { stage: string; failure?: string };
          const written = { planId: id, state: values.state, hash: found?.hash ?? null, stage, error: values.error };
          writes.push({ ...written, ...(failure !== undefined && { failure }) });
        }),
    }),
  };
  const db = { as: (_: string, work: (given: never) => Promise<unknown>) => work(tx as never) } as unknown as Database;
  return { db, writes, fake, rows };
}

/** A planner that does what the test says, and stops when it is told to as the real one does. */
function fakePlanner(
  work: (asked: PlanningProblem, onProgress: (plan: Plan) => void, effort?: Effort) => Promise<Plan>,
) {
  const asked = { plans: 0, reasons: 0, conflicts: 0, atOnce: 0, most: 0 };
  const held = async <T>(signal: AbortSignal | undefined, act: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    const { promise, reject } = Promise.withResolvers<never>();
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
    return Promise.race([act(), promise]);
  };
  const planner: Planner = {
    plan: (given, { signal, onProgress, effort } = {}) =>
      held(signal, async () => {
        asked.plans += 1;
        asked.atOnce += 1;
        asked.most = Math.max(asked.most, asked.atOnce);
        try {
          return await work(given, (better) => onProgress?.(better), effort);
        } finally {
          asked.atOnce -= 1;
        }
      }),
    explain: (_, found, { signal } = {}) =>
      held(signal, async () => {
        asked.reasons += 1;
        return { ...found, reasons: [{ needId: 'wifi', binding: null, delayOneYear: null, bringForward: null }] };
      }),
    conflict: async () => {
      asked.conflicts += 1;
      return { limits: [{ kind: 'capital', id: '2026-27', detail: 'The capital of 2026-27' }] };
    },
  };
  return { planner, asked };
}

function runnerOver(
  problems: Record<string, PlanningProblem>,
  work: Parameters<typeof fakePlanner>[0] = async () => plan('best'),
) {
  const database = fakeDatabase(problems);
  const { planner, asked } = fakePlanner(work);
  const failures: unknown[] = [];
  const clock = fixedClock('2026-11-24T09:00:00Z');
  const onFailure = (_: string, error: unknown) => void failures.push(error);
  return { ...database, asked, failures, runner: createPlanRunner({ db: database.db, clock, planner, onFailure }) };
}

const job = (planId: string, schoolId = `school of ${planId}`) => ({
  personId: 'p',
  organisationId: 'o',
  schoolId,
  planId,
});

test('a first plan is stored and told of before the best one is there', async () => {
  const proof = Promise.withResolvers<Plan>();
  const { runner, writes } = runnerOver({ one: problem }, (_, onProgress) => {
    onProgress(plan('first'));
    return proof.promise;
  });
  runner.enqueue(job('one'));
  await runner.untilFirst('one', 60_000);
  assert.deepEqual(writes, [{ planId: 'one', state: 'planning', hash: 'first', stage: 'proving', error: null }]);
  proof.resolve(plan('best'));
  await runner.drain();
  assert.deepEqual(
    writes.map(({ state, hash, stage }) => [state, hash, stage]),
    [
      ['planning', 'first', 'proving'],
      ['planning', 'best', 'reasons'],
      ['ready', 'best', 'done'],
    ],
  );
});

test('waiting for a first plan ends with the time, and at once for a plan that nobody works on', async () => {
  const { runner } = runnerOver({ one: problem }, () => new Promise(() => undefined));
  await runner.untilFirst('none', 60_000);
  runner.enqueue(job('one'));
  await runner.untilFirst('one', 5);
  await runner.close();
});

test('better plans are stored in the order they came, the older of two left out, the last one last', async () => {
  const { runner, writes, fake } = runnerOver({ one: problem }, async (_, onProgress) => {
    for (let n = 1; n <= 5; n++) onProgress(plan(`p${n}`));
    return plan('best');
  });
  fake.writing = () => new Promise((resolve) => setTimeout(resolve, 2));
  runner.enqueue(job('one'));
  await runner.drain();
  const hashes = writes.map(({ hash }) => hash);
  assert.deepEqual(hashes.slice(-2), ['best', 'best']);
  assert.equal(writes.at(-1)?.state, 'ready');
  assert.deepEqual(
    hashes,
    hashes.toSorted((a, b) => (a === b ? 0 : a === 'best' ? 1 : b === 'best' ? -1 : a! < b! ? -1 : 1)),
  );
  assert.ok(hashes.length < 7);
});

test('a plan is worked on once, however often it is asked for, and not at all once it is finished', async () => {
  const { runner, asked, rows } = runnerOver({ one: problem });
  runner.enqueue(job('one'));
  runner.enqueue(job('one'));
  await runner.drain();
  assert.equal(rows.get('one')?.state, 'ready');
  runner.enqueue(job('one'));
  await runner.drain();
  assert.deepEqual([asked.plans, asked.reasons], [1, 1]);
});

test('a newer plan of the same school takes the place of one under way, which keeps its best', async () => {
  const newer = { ...problem, staffDaysPerTerm: [1] };
  const { runner, writes, failures } = runnerOver({ one: problem, two: newer }, (asked, onProgress) => {
    if (asked.staffDaysPerTerm.length === 1) return Promise.resolve(plan('new'));
    onProgress(plan('old'));
    return new Promise(() => undefined);
  });
  runner.enqueue(job('one', 's'));
  await runner.untilFirst('one', 60_000);
  runner.enqueue(job('two', 's'));
  await runner.drain();
  const last = (planId: string) => writes.findLast((write) => write.planId === planId);
  assert.deepEqual([last('one')?.state, last('one')?.hash], ['ready', 'old']);
  assert.match(last('one')?.error ?? '', /newer plan/);
  assert.deepEqual([last('two')?.state, last('two')?.hash], ['ready', 'new']);
  assert.deepEqual(failures, []);
});

test('one that waits its turn is not begun when a newer one of its school comes', async () => {
  const gate = Promise.withResolvers<Plan>();
  const { runner, asked, rows, failures } = runnerOver(
    Object.fromEntries(['a', 'b', 'c', 'old', 'new'].map((id, n) => [id, { ...problem, staffDaysPerTerm: [n] }])),
    () => gate.promise,
  );
  for (const id of ['a', 'b', 'c']) runner.enqueue(job(id));
  runner.enqueue(job('old', 's'));
  runner.enqueue(job('new', 's'));
  gate.resolve(plan('best'));
  await runner.drain();
  assert.equal(asked.plans, 4);
  assert.deepEqual([rows.get('old')?.state, rows.get('new')?.state], ['failed', 'ready']);
  assert.deepEqual([failures, asked.conflicts], [[], 0]);
});

test('three plans at most are worked on at once', async () => {
  const problems = Object.fromEntries(
    Array.from({ length: 7 }, (_, n) => [`p${n}`, { ...problem, staffDaysPerTerm: [n] }]),
  );
  const { runner, asked, rows } = runnerOver(problems, async () => {
    await new Promise((resolve) => setTimeout(resolve, 3));
    return plan('best');
  });
  for (const id of Object.keys(problems)) runner.enqueue(job(id));
  await runner.drain();
  assert.deepEqual([asked.plans, asked.most], [7, 3]);
  assert.ok([...rows.values()].every(({ state }) => state === 'ready'));
});

test('a first plan goes before the proofs of others, which begin again and lose nothing', async () => {
  const begun: number[] = [];
  const proofs = Promise.withResolvers<Plan>();
  const numbered = Object.fromEntries(
    Array.from({ length: 4 }, (_, n) => [`p${n}`, { ...problem, staffDaysPerTerm: [n] }]),
  );
  const { runner, rows, failures } = runnerOver(numbered, async (asked, onProgress) => {
    begun.push(asked.staffDaysPerTerm[0] ?? -1);
    onProgress(plan('first'));
    return proofs.promise;
  });
  for (const id of ['p0', 'p1', 'p2']) runner.enqueue(job(id));
  await Promise.all(['p0', 'p1', 'p2'].map((id) => runner.untilFirst(id, 1000)));
  runner.enqueue(job('p3'));
  await runner.untilFirst('p3', 1000);
  assert.equal(rows.get('p3')?.plan?.hash, 'first', 'the fourth has a plan although three proofs were under way');
  assert.equal(rows.get('p0')?.plan?.hash, 'first', 'the one that gave way keeps its plan');
  proofs.resolve(plan('best'));
  await runner.drain();
  assert.deepEqual(begun, [0, 1, 2, 3, 0]);
  assert.ok([...rows.values()].every((row) => row.state === 'ready' && row.plan?.hash === 'best'));
  assert.deepEqual(failures, []);
});

test('a plan that gave way and has been superseded keeps what it had', async () => {
  const proofs = Promise.withResolvers<Plan>();
  const ids = ['old', 'b', 'c', 'd', 'new'];
  const { runner, rows } = runnerOver(
    Object.fromEntries(ids.map((id, n) => [id, { ...problem, staffDaysPerTerm: [n] }])),
    async (_, onProgress) => {
      onProgress(plan('first'));
      return proofs.promise;
    },
  );
  const school = (id: string) => (id === 'old' || id === 'new' ? 's' : id);
  for (const id of ['old', 'b', 'c']) runner.enqueue(job(id, school(id)));
  await Promise.all(['old', 'b', 'c'].map((id) => runner.untilFirst(id, 1000)));
  runner.enqueue(job('d'));
  runner.enqueue(job('new', 's'));
  proofs.resolve(plan('best'));
  await runner.drain();
  assert.deepEqual([rows.get('old')?.state, rows.get('old')?.plan?.hash], ['ready', 'first']);
  assert.deepEqual([rows.get('new')?.state, rows.get('new')?.plan?.hash], ['ready', 'best']);
});

test('closing stops the work, keeps what is stored, and takes nothing more', async () => {
  const problems = Object.fromEntries(['a', 'b', 'c', 'd'].map((id, n) => [id, { ...problem, staffDaysPerTerm: [n] }]));
  const { runner, writes, failures } = runnerOver(problems, (_, onProgress) => {
    onProgress(plan('first'));
    return new Promise(() => undefined);
  });
  for (const id of Object.keys(problems)) runner.enqueue(job(id));
  await Promise.all(['a', 'b', 'c'].map((id) => runner.untilFirst(id, 60_000)));
  await runner.close();
  assert.deepEqual(
    writes.map(({ state, hash }) => [state, hash]),
    Array.from({ length: 3 }, () => ['planning', 'first']),
  );
  runner.enqueue(job('d'));
  await runner.untilFirst('d', 60_000);
  await runner.drain();
  assert.deepEqual([writes.length, failures], [3, []]);
});

test('a failure keeps the best plan there was, and is told of', async () => {
  const { runner, writes, failures, asked } = runnerOver({ one: problem }, async (_, onProgress) => {
    onProgress(plan('first'));
    throw new Error('Out of memory.');
  });
  runner.enqueue(job('one'));
  await runner.drain();
  assert.deepEqual(writes.at(-1), {
    planId: 'one',
    state: 'ready',
    hash: 'first',
    stage: 'done',
    error: 'Out of memory.',
  });
  assert.deepEqual([failures.length, asked.conflicts], [1, 0]);
});

test('where no plan fits, the limits that cannot all hold are stored, and it is no failure of ours', async () => {
  const { runner, writes, failures, asked } = runnerOver({ one: problem }, () =>
    Promise.reject(new NoPlanFoundError()),
  );
  runner.enqueue(job('one'));
  await runner.untilFirst('one', 60_000);
  await runner.drain();
  assert.equal(writes.length, 1);
  assert.deepEqual([writes[0]?.state, writes[0]?.hash], ['failed', null]);
  assert.match(writes[0]?.error ?? '', /^No plan was found/);
  assert.deepEqual([failures, asked.conflicts], [[], 1]);
});

test('a plan proved not to be there counts as none, not as a plan with nothing in it', async () => {
  const none = { ...plan('none'), placements: [] };
  none.certificate = { ...none.certificate, status: 'infeasible' };
  const { runner, writes, failures, asked } = runnerOver({ one: problem }, async () => none);
  runner.enqueue(job('one'));
  await runner.drain();
  assert.deepEqual(
    writes.map(({ state, hash }) => [state, hash]),
    [['failed', null]],
  );
  assert.match(writes[0]?.error ?? '', /^No plan fits/);
  assert.deepEqual([failures, asked.conflicts, asked.reasons], [[], 1, 0]);
});

test('a proof that the first work did not finish goes on after the reasons, which stay with the same plan', async () => {
  const open = (hash: string, gap: number): Plan => {
    const made = plan(hash);
    return { ...made, certificate: { ...made.certificate, status: 'gap', gap, stopped: 'work' } };
  };
  const efforts: (string | undefined)[] = [];
  const { runner, writes, rows, asked } = runnerOver({ one: problem }, async (_, onProgress, effort) => {
    efforts.push(effort);
    if (effort !== 'thorough') return open('same', 0.02);
    onProgress(open('worse', 0.5));
    onProgress(open('same', 0.01));
    return plan('same');
  });
  runner.enqueue(job('one'));
  await runner.drain();
  assert.deepEqual(efforts, [undefined, 'thorough']);
  assert.deepEqual(
    writes.map(({ state, hash, stage }) => [state, hash, stage]).filter(([, , stage]) => stage !== 'reasons'),
    [
      ['planning', 'same', 'proving'],
      ['planning', 'same', 'proving'],
      ['ready', 'same', 'done'],
    ],
  );
  const stored = rows.get('one')?.plan;
  assert.deepEqual([stored?.certificate.status, stored?.reasons.length, asked.reasons], ['proven', 1, 1]);
});

test('a better plan that the longer proof finds takes the place of the first, with reasons of its own', async () => {
  const first = plan('first', 1);
  const { runner, rows, asked } = runnerOver({ one: problem }, async (_, __, effort) =>
    effort === 'thorough'
      ? plan('better')
      : { ...first, certificate: { ...first.certificate, status: 'gap', gap: 0.1, stopped: 'work' } },
  );
  runner.enqueue(job('one'));
  await runner.drain();
  assert.deepEqual([rows.get('one')?.plan?.hash, rows.get('one')?.state, asked.reasons], ['better', 'ready', 2]);
});

let writesMade = 0;

test('why there is no plan is stored: proved, not found, odd numbers, or a planner that broke down', async () => {
  const none = { ...plan('none'), placements: [] };
  const table: [() => Promise<Plan>, string][] = [
    [async () => ({ ...none, certificate: { ...none.certificate, status: 'infeasible' } }), 'no-plan'],
    [() => Promise.reject(new PlannerStoppedError('no-plan-found', 'None was found.')), 'not-found'],
    [() => Promise.reject(new PlannerStoppedError('odd-numbers', 'Too large.')), 'odd-numbers'],
    [() => Promise.reject(new PlannerStoppedError('solver-stopped', 'Out of memory.')), 'stopped'],
    [() => Promise.reject(new Error('What is this?')), 'stopped'],
  ];
  for (const [work, failure] of table) {
    const { runner, writes } = runnerOver({ one: { ...problem, staffDaysPerTerm: [writesMade++] } }, work);
    runner.enqueue(job('one'));
    await runner.drain();
    assert.deepEqual([writes.at(-1)?.state, writes.at(-1)?.failure], ['failed', failure]);
  }
});

test('a database that will not store ends that plan, not the ones after it', async () => {
  const { runner, fake, failures, rows } = runnerOver({ one: problem, two: { ...problem, locks: [] } });
  fake.failing = true;
  runner.enqueue(job('one'));
  await runner.drain();
  assert.equal(failures.length, 1);
  fake.failing = false;
  runner.enqueue(job('two'));
  await runner.drain();
  assert.equal(rows.get('two')?.state, 'ready');
});

test('the same question is answered from memory, its reasons too', async () => {
  const { runner, asked, rows } = runnerOver({ one: problem, two: problem });
  runner.enqueue(job('one'));
  await runner.drain();
  runner.enqueue(job('two'));
  await runner.untilFirst('two', 60_000);
  await runner.drain();
  assert.deepEqual([asked.plans, asked.reasons], [1, 1]);
  assert.deepEqual(rows.get('two')?.plan, rows.get('one')?.plan);
});

test('memory holds the last eight answers', async () => {
  const days = [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 1, 0];
  const problems = Object.fromEntries(days.map((n, i) => [`p${i}`, { ...problem, staffDaysPerTerm: [n] }]));
  const { runner, asked } = runnerOver(problems);
  for (const id of Object.keys(problems)) {
    runner.enqueue(job(id));
    await runner.drain();
  }
  // The first is the only one that has to be planned again.
  assert.equal(asked.plans, 10);
});
