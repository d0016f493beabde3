/** A site whose schools ask others by a link, and somebody who has one. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { listRequests } from '../src/features/answer-together/asking.queries.ts';
import { listAnswers } from '../src/features/standards/index.ts';
import { buildTestApp, type TestApp, type TestBrowser } from './app.ts';
import type { TestDatabase } from './database.ts';
import { addSchool, sampleRecord } from './people.ts';

const validator = new HtmlValidate(
  JSON.parse(readFileSync(new URL('../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData,
);

interface School {
  key: string;
  base: string;
  scope: { organisationId: string; schoolId: string };
}

/** What the tests of links need. `start` opens it before them, `stop` closes it after. */
export function askingSite(open: () => Promise<TestDatabase>) {
  let database: TestDatabase;
  let site: TestApp;
  let owner: TestBrowser & { personId: string; organisationId: string };

  let made = 0;
  const newSchool = async (parts: object = {}): Promise<School> => {
    made += 1;
    const key = String(400_000 + made);
    const school = { ...sampleRecord().school, key, urn: key, name: 'Elm Lane Primary' };
    const { schoolId } = await addSchool(database.db, owner, { ...parts, school });
    return { key, base: `/schools/${key}`, scope: { organisationId: owner.organisationId, schoolId } };
  };
  /** Somebody without an account or a cookie, each time. */
  const link = async (method: 'GET' | 'POST', url: string, form?: Record<string, string>) => {
    const response = await site.app.inject({
      method,
      url,
      ...(form && {
        payload: String(new URLSearchParams(form)),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    });
    const { location } = response.headers;
    return { status: response.statusCode, body: response.body, headers: response.headers, location };
  };

  const valid = async (markup: string) => {
    const report = await validator.validateString(markup);
    assert.deepEqual(
      report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
      [],
    );
  };

  /** Makes a link as the school does, and gives its path. */
  const makeLink = async (school: School, questions: string[], parts: Record<string, string> = {}) => {
    await owner.get(`${school.base}/asking/new`);
    const page = await owner.post(`${school.base}/asking`, {
      personName: 'Sam of Fibre & Co',
      message: '',
      expiresOn: '15/12/2026',
      'question[]': questions,
      ...parts,
    });
    assert.equal(page.status, 200, page.body);
    const address = /<code class="cairn-address">([^<]+)<\/code>/.exec(page.body)?.[1] ?? '';
    assert.match(address, /^http:\/\/[^/]+\/answer\/[\w-]{43}$/);
    const review = /href="(\/schools\/\d+\/asking\/[\w-]{36})"/.exec(page.body)?.[1] ?? '';
    return { path: new URL(address).pathname, page, review };
  };
  const requestsOf = (school: School) => database.db.as(owner.personId, (tx) => listRequests(tx, school.scope));
  const answersOf = (school: School) => database.db.as(owner.personId, (tx) => listAnswers(tx, school.scope));
  const versionIn = (body: string, questionId: string) =>
    new RegExp(`name="version-${questionId}" value="(\\d+)"`).exec(body)?.[1] ?? '';
  const seenIn = (body: string, questionId: string) =>
    new RegExp(`name="seen\\[\\]" value="(${questionId}:\\d+:\\d+)"`).exec(body)?.[1] ?? '';
  /** Answers one question by the link. */
  const give = async (path: string, questionId: string, choice: string, note = '') => {
    const address = `${path}/questions/${questionId}`;
    const version = versionIn((await link('GET', address)).body, questionId);
    return link('POST', address, {
      [`version-${questionId}`]: version,
      [`choice-${questionId}`]: choice,
      [`note-${questionId}`]: note,
    });
  };

  return {
    get database() {
      return database;
    },
    get site() {
      return site;
    },
    /** The administrator of all the schools, signed in. */
    get owner() {
      return owner;
    },
    async start() {
      database = await open();
      site = await buildTestApp(database);
      owner = await site.signedIn();
    },
    stop: () => site.close(),
    newSchool,
    link,
    valid,
    makeLink,
    requestsOf,
    answersOf,
    versionIn,
    seenIn,
    give,
  };
}
