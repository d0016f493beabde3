import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp, type TestBrowser } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { addMember, addSchool, sampleRecord } from '../../../test/people.ts';
import { FEW_QUESTIONS, smallSchool } from '../../../test/small-school.ts';
import { equipmentSchema, type SchoolRecord } from '../../domain/record.ts';
import { daysBetween } from '../../domain/dates.ts';
import { editionFor } from '../../library/index.ts';
import { checkPlan } from '../../planner/index.ts';
import { howKnown, onDay, statusOn } from '../../status/index.ts';
import { type PlanFile, readPlanFile } from '../plan/index.ts';
import { readRecord } from '../schools/index.ts';
import { listActuals, listAgreements } from './index.ts';

const TODAY = '2026-11-24';
const agreed = { agreedBy: 'Full governing body', agreedOn: '3 November 2026' };

onEachEngine('Plan and actual', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  let browser: TestBrowser & { personId: string; organisationId: string };
  let made = 0;

  before(async () => {
    database = await open();
    site = await buildTestApp(database);
    browser = await site.signedIn();
  });
  after(() => site.close());

  const newSchool = async (parts: Partial<SchoolRecord> = {}, notAnswered = FEW_QUESTIONS) => {
    made += 1;
    const key = String(430_000 + made);
    const { library } = site.services;
    const school = { ...sampleRecord().school, key, urn: key };
    const { schoolId } = await addSchool(database.db, browser, { ...smallSchool(library, notAnswered, parts), school });
    const scope = { organisationId: browser.organisationId, schoolId };
    const base = `/schools/${key}`;
    const plan = async (): Promise<PlanFile> => {
      const { status } = await browser.post(`${base}/plan`, {});
      assert.equal(status, 303);
      await site.services.planRunner.drain();
      const read = readPlanFile(JSON.parse((await browser.get(`${base}/plan.json`)).body));
      return 'file' in read ? read.file : assert.fail(read.message);
    };
    const record = () => database.db.as(browser.personId, (tx) => readRecord(tx, schoolId, TODAY));
    const actuals = () => database.db.as(browser.personId, (tx) => listActuals(tx, scope));
    const agreements = () => database.db.as(browser.personId, (tx) => listAgreements(tx, scope));
    const agree = () => browser.post(`${base}/actuals/agree`, agreed);
    const order = async (need: string, parts: Record<string, string> = {}) => {
      const form = {
        need,
        state: 'ordered',
        orderedOn: '20 November 2026',
        startsOn: '5 January 2027',
        oneOffPence: '900',
        oneOffPot: 'revenue',
        yearlyPence: '250',
        ...parts,
      };
      return browser.post(`${base}/actuals/new`, form);
    };
    /** The finish form as it is offered, with what is changed in it. */
    const finish = async (id: string, parts: Record<string, string> = {}) => {
      const { body, status } = await browser.get(`${base}/actuals/${id}/finish`);
      assert.equal(status, 200, body.slice(0, 500));
      return browser.post(`${base}/actuals/${id}/finish`, { ...valuesIn(body), ...parts });
    };
    return { base, scope, plan, record, actuals, agreements, agree, order, finish };
  };

  test('keeps a plan as agreed: with who agreed it, and its money to the penny', async () => {
    const { base, plan, agree, agreements } = await newSchool();
    assert.match((await browser.get(`${base}/actuals`)).body, /No plan is agreed yet/);
    const { plan: found, problem } = await plan();
    assert.equal((await agree()).status, 303);
    const [kept] = await agreements();
    assert.deepEqual([kept?.agreedBy, kept?.agreedOn], ['Full governing body', '2026-11-03']);
    const money = (kept?.content.items ?? []).flatMap(({ capitalPence, revenuePence }) => [
      ...capitalPence,
      ...revenuePence,
    ]);
    const planned = found.placements.flatMap(({ needId, optionId, term }) => {
      const need = problem.needs.find(({ id }) => id === needId);
      const start = need?.candidates.find((one) => one.optionId === optionId && one.term === term);
      return [...(start?.capitalPence ?? []), ...(start?.revenuePence ?? [])];
    });
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    assert.equal(sum(money), sum(planned));
    const { body } = await browser.get(`${base}/actuals`);
    assert.match(body, /Agreed by Full governing body on 3 November 2026/);
    assert.match(body, /Nothing differs from what was agreed/);
    await agree();
    assert.equal((await agreements()).length, 1, 'twice is once');
  });

  test('an order is held by the next plan at its price; nothing else moves without a cause', async () => {
    const { base, plan, agree, order, actuals } = await newSchool();
    const before = await plan();
    await agree();
    const placed = before.plan.placements.find(({ needId }) => needId === 'backup-line');
    assert.ok(placed);
    const others = before.plan.placements.filter(({ needId }) => needId !== placed.needId);
    const saved = await order(placed.needId);
    assert.equal(saved.status, 303, saved.body.slice(0, 600));
    assert.equal((await order(placed.needId)).status, 409, 'one thing at a time for a need');
    const after = await plan();
    assert.deepEqual(checkPlan(after.problem, after.plan).faults, []);
    const now = after.plan.placements.find(({ needId }) => needId === placed.needId);
    assert.deepEqual([now?.locked, now?.optionId], [true, placed.optionId]);
    const start = after.problem.needs.find(({ id }) => id === placed.needId)?.candidates;
    assert.equal(start?.length, 1);
    // £900 in the year to March, and £250 a year from the first day of the term after.
    assert.equal(start[0]?.revenuePence[0], 90_000 + Math.round((25_000 * daysOfYear(after, start[0])) / 365));
    for (const other of others) {
      const same = after.plan.placements.find(({ needId }) => needId === other.needId);
      const term = (file: PlanFile, index: number) => file.problem.terms[index]?.id;
      assert.deepEqual([same?.optionId, term(after, same?.term ?? -1)], [other.optionId, term(before, other.term)]);
    }
    const [actual] = await actuals();
    assert.deepEqual([actual?.state, actual?.oneOffPence, actual?.yearlyPence], ['ordered', 90_000, 25_000]);
    const { body } = await browser.get(`${base}/actuals`);
    assert.match(body, /It is finished/);
    assert.match((await browser.get(`${base}/actuals.csv`)).body, /Difference/);
  });

  test('a finished item becomes facts: the requirement is met by them, the need is gone, the money counts once', async () => {
    const { base, plan, agree, order, actuals, record, finish } = await newSchool();
    const before = await plan();
    await agree();
    const backup = before.problem.needs.find(({ id }) => id === 'backup-line');
    const placed = before.plan.placements.find(({ needId }) => needId === 'backup-line');
    assert.ok(backup && placed);
    await order('backup-line', { state: 'started', startsOn: '10 November 2026', oneOffPot: 'revenue' });
    const [{ id } = { id: '' }] = await actuals();
    const done = await finish(id, { finishedOn: '20 November 2026' });
    assert.equal(done.status, 303, /There is a problem[\s\S]{0,800}/.exec(done.body)?.[0]);
    const now = await record();
    const line = now.connections.find(({ role }) => role === 'backup');
    assert.equal(line?.sources['*']?.from, 'plan');
    assert.match(line.sources['*']?.note ?? '', /^A finished plan item: /);
    const contract = now.contracts.find(({ id: of }) => of === line.contractId);
    assert.deepEqual([contract?.annualCostPence, contract?.startsOn], [25_000, '2026-11-20']);
    const edition = editionFor(site.services.library, now);
    const template = site.services.library.needs
      .flatMap(({ options }) => options)
      .find(({ id: of }) => of === placed.optionId);
    const status = statusOn(now, edition, TODAY);
    for (const requirementId of template?.satisfies ?? []) {
      const of = status.requirements.find((one) => one.requirementId === requirementId);
      const on = of && onDay(of.intervals, TODAY);
      if (on === undefined || on.result === 'not-applicable') continue;
      assert.equal(on.result, 'met', requirementId);
      assert.ok(howKnown(now, on), requirementId);
      assert.notEqual(on.grounds, 'plan');
    }
    const after = await plan();
    assert.equal(
      after.problem.needs.some(({ id: of }) => of === 'backup-line'),
      false,
    );
    assert.deepEqual(checkPlan(after.problem, after.plan).faults, []);
    // £900 once, and the contract by days; nothing else has changed.
    const [free, was] = [after, before].map(({ problem }) => problem.years[0]?.revenuePence ?? 0);
    const days = daysBetween('2026-11-20', '2027-03-31') + 1;
    assert.equal((was ?? 0) - (free ?? 0), 90_000 + Math.round((25_000 * days) / 365));
    const { body } = await browser.get(`${base}/actuals/${id}`);
    assert.match(body, /What the standards say now/);
    assert.doesNotMatch(body, /The record still asks for something here/);
  });

  test('undo takes all of it back: entries, answers and the money', async () => {
    const { base, plan, agree, order, actuals, record, finish } = await newSchool();
    await plan();
    await agree();
    await order('backup-line', { state: 'started', startsOn: '10 November 2026' });
    const without = ({ actuals: _a, asAt: _b, ...rest }: SchoolRecord) => rest;
    const before = await record();
    const [{ id } = { id: '' }] = await actuals();
    assert.equal((await finish(id, { finishedOn: '20 November 2026' })).status, 303);
    const [finished] = await actuals();
    assert.ok((finished?.facts.length ?? 0) >= 2);
    const undone = await browser.post(`${base}/actuals/${id}/undo`, { version: String(finished?.version) });
    assert.equal(undone.status, 303);
    assert.deepEqual(without(await record()), without(before));
    const [again] = await actuals();
    assert.deepEqual([again?.state, again?.facts, again?.contractId], ['started', [], null]);
    assert.match((await browser.get(undone.location ?? '')).body, /counts as started again/);
  });

  test('old equipment goes and new comes, with its dates and its price', async () => {
    const points = equipmentSchema.parse({
      id: 'ap',
      name: 'Old access points',
      kind: 'access-point',
      quantity: 12,
      wifiGeneration: '5',
      supportEndsOn: '2026-06-30',
      boughtYear: 2017,
    });
    const school = await newSchool({ equipment: [points] });
    const { problem, plan } = await school.plan();
    const need = problem.needs.find(({ id }) => id === 'wifi');
    assert.ok(need, problem.needs.map(({ id }) => id).join());
    await school.agree();
    assert.ok(plan.placements.some((one) => one.needId === need.id));
    const needId = need.id;
    const saved = await school.order(needId, {
      state: 'started',
      startsOn: '2 November 2026',
      oneOffPence: '9600',
      oneOffPot: 'capital',
      quantity: '12',
    });
    assert.equal(saved.status, 303, saved.body.slice(0, 300));
    const [{ id } = { id: '' }] = await school.actuals();
    const done = await school.finish(id, {
      finishedOn: '20 November 2026',
      'new-access-point--supportEndsOn': '31 August 2033',
    });
    assert.equal(done.status, 303, /There is a problem[\s\S]{0,800}/.exec(done.body)?.[0]);
    const now = await school.record();
    assert.equal(now.equipment.find((row) => row.id === 'ap')?.disposedOn, '2026-11-20');
    const fresh = now.equipment.find((row) => row.id !== 'ap');
    assert.deepEqual(
      [fresh?.kind, fresh?.quantity, fresh?.wifiGeneration, fresh?.boughtOn, fresh?.pricePence],
      ['access-point', 12, '7', '2026-11-20', 80_000],
    );
    assert.equal(fresh?.sources['*']?.from, 'plan');
    assert.equal(now.equipment.find((row) => row.id === 'ap')?.sources['disposedOn']?.from, 'plan');
    const after = await school.plan();
    assert.deepEqual(after.problem.needs.find(({ id: of }) => of === needId)?.because ?? [], []);
  });

  test('nothing is written where somebody changed a part of it meanwhile', async () => {
    const { base, plan, agree, order, actuals, record } = await newSchool();
    await plan();
    await agree();
    await order('backup-line', { state: 'started', startsOn: '10 November 2026' });
    const [{ id, version } = { id: '', version: 0 }] = await actuals();
    const form = valuesIn((await browser.get(`${base}/actuals/${id}/finish`)).body);
    const question = Object.keys(form).find((name) => name.startsWith('answer-') && name.endsWith('--choice'));
    assert.ok(question, Object.keys(form).join());
    const questionId = question.slice('answer-'.length, -'--choice'.length);
    await browser.post(`${base}/questions/${questionId}`, {
      choice: 'not-sure',
      note: 'Mine',
      version: '0',
      from: '',
    });
    const before = await record();
    const refused = await browser.post(`${base}/actuals/${id}/finish`, { ...form, finishedOn: '20 November 2026' });
    assert.equal(refused.status, 409);
    assert.match(refused.body, /nothing is written yet/);
    assert.deepEqual(await record(), before);
    assert.equal((await actuals())[0]?.version, version);
  });

  test('what is bought outside the plan counts, is shown, and can be taken out again', async () => {
    const { base, plan, agree, actuals } = await newSchool();
    await plan();
    await agree();
    const form = {
      name: 'Projector',
      state: 'ordered',
      startsOn: '24 November 2026',
      oneOffPence: '1,500',
      oneOffPot: 'capital',
    };
    assert.equal((await browser.post(`${base}/actuals/new`, form)).status, 303);
    const { body } = await browser.get(`${base}/actuals`);
    assert.match(body, /Projector/);
    assert.match(body, /\+£1,500/);
    const [{ id, version } = { id: '', version: 0 }] = await actuals();
    const gone = await browser.post(`${base}/actuals/${id}/remove`, { version: String(version) });
    assert.match((await browser.get(gone.location ?? '')).body, /Undo: put it back/);
    assert.equal((await actuals()).length, 0);
    assert.equal((await browser.post(`${base}/actuals/${id}/restore`, {})).status, 303);
    assert.equal((await actuals())[0]?.name, 'Projector');
  });

  test('dropping asks why, and the next plan is free to choose again', async () => {
    const { plan, agree, order, actuals } = await newSchool();
    const { plan: found } = await plan();
    await agree();
    const needId = found.placements[0]?.needId ?? '';
    const refused = await order(needId, { state: 'dropped', droppedOn: '20 November 2026' });
    assert.equal(refused.status, 422);
    const dropped = { state: 'dropped', droppedOn: '20 November 2026', dropReason: 'Too dear' };
    assert.equal((await order(needId, dropped)).status, 303);
    assert.equal((await actuals())[0]?.dropReason, 'Too dear');
    const after = await plan();
    assert.ok(after.problem.needs.some(({ id }) => id === needId));
    assert.equal(after.problem.locks.length, 0);
  });

  test('readers see it all and change nothing', async () => {
    const { base, plan, agree, order, actuals } = await newSchool();
    const { plan: found } = await plan();
    await agree();
    await order(found.placements[0]?.needId ?? '');
    const [{ id } = { id: '' }] = await actuals();
    const reader = await site.signedIn(await addMember(database.db, browser.organisationId, 'reader'));
    assert.equal((await reader.get(`${base}/actuals`)).status, 200);
    assert.equal((await reader.get(`${base}/actuals/${id}`)).status, 200);
    assert.equal((await reader.get(`${base}/actuals/${id}/finish`)).status, 403);
    assert.equal((await reader.post(`${base}/actuals/${id}/remove`, { version: '1' })).status, 403);
    assert.equal((await reader.post(`${base}/actuals/agree`, agreed)).status, 403);
  });
});

/** Days of the plan's first financial year on which a start is in place. */
function daysOfYear({ problem }: PlanFile, start: { completeTerm: number } | undefined): number {
  const from = problem.terms[start?.completeTerm ?? 0]?.startsOn ?? '';
  const last = problem.years[0]?.endsOn ?? '';
  return from > last ? 0 : daysBetween(from, last) + 1;
}

/** What a browser would send of a page's form, as it was drawn. */
function valuesIn(body: string): Record<string, string> {
  const values: Record<string, string> = {};
  const decode = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
    const name = attribute('name');
    const type = attribute('type');
    if (name === undefined || name === '_csrf' || name === 'csrf') continue;
    if ((type === 'radio' || type === 'checkbox') && !/\schecked\b/.test(tag)) continue;
    values[name] = decode(attribute('value') ?? '');
  }
  for (const [, name = '', inner = ''] of body.matchAll(
    /<textarea\b[^>]*\bname="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g,
  )) {
    values[name] = decode(inner);
  }
  for (const [, name = '', inner = ''] of body.matchAll(/<select\b[^>]*\bname="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)) {
    values[name] = decode(/<option value="([^"]*)"[^>]*\bselected/.exec(inner)?.[1] ?? '');
  }
  return values;
}
