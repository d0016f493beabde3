import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildTestApp, type TestApp } from '../../../test/app.ts';
import { onEachEngine, type TestDatabase } from '../../../test/database.ts';
import { assetUrl } from '../../ui/assets.ts';
import { SqlError } from '../database/index.ts';
import { ConflictError, InputError, isUploadedFile, LARGEST_UPLOAD_BYTES, NotSignedInError } from './index.ts';

onEachEngine('The web server', (open) => {
  let database: TestDatabase;
  let site: TestApp;
  before(async () => {
    database = await open();
    site = await withTrials(database);
  });
  after(() => site.close());

  test('answers what is not there with a page', async () => {
    for (const address of ['/nowhere', '/schools', '/assets/nothing.css', '/assets/../main.ts']) {
      const { status, body } = await site.visitor().get(address);
      assert.equal(status, 404, address);
      assert.match(body, /<h1[^>]*>Page not found/);
    }
    assert.ok((await site.visitor().get('/%')).status >= 400);
  });

  test('answers failures with a number that the log has, and nothing personal', async () => {
    site.log.length = 0;
    const { status, body } = await site.visitor().get('/trial/fails?name=Jane%20Secret');
    assert.equal(status, 500);
    const incident = /number: ([0-9a-f]+)/.exec(body)?.[1];
    assert.ok(incident);
    const lines = site.log.filter((line) => line.includes(incident));
    assert.ok(lines.some((line) => line.includes('"sqlState":"23505"') && line.includes('server.db.test.ts')));
    assert.ok(!site.log.join('').includes('Secret'), 'no query, no SQL message');
    assert.ok(!body.includes('Secret'));
  });

  test('answers each kind of refusal with its status', async () => {
    const browser = site.visitor();
    for (const [address, status] of [
      ['/trial/conflict', 409],
      ['/trial/input', 422],
    ] as const) {
      const response = await browser.get(address);
      assert.equal(response.status, status);
      assert.match(response.body, /<h1/);
    }
    const redirected = await browser.get('/trial/secret?x=1');
    assert.deepEqual([redirected.status, redirected.location], [303, '/sign-in?next=%2Ftrial%2Fsecret%3Fx%3D1']);
  });

  test('forbids scripts and styles in pages, framing, and keeping pages', async () => {
    const { headers } = await site.visitor().get('/sign-in');
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.ok(!policy.includes('unsafe'));
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cache-control'], 'no-store');
  });

  test('lets browsers keep files whose address changes with them', async () => {
    const kept = await site.visitor().get(assetUrl('cairn.css'));
    assert.equal(kept.status, 200);
    assert.match(String(kept.headers['cache-control']), /immutable/);
    assert.equal(kept.headers['set-cookie'], undefined);
    const plain = await site.visitor().get('/assets/cairn.css');
    assert.equal(plain.headers['cache-control'], 'no-store');
  });

  test('reads files in forms, within bounds', async () => {
    const browser = await site.signedIn();
    await browser.get('/sign-in/x');
    await browser.get('/trial/form');
    const small = await browser.upload(
      '/trial/upload',
      { field: 'file', name: 'a.csv', bytes: Buffer.from('é,b\n') },
      { note: 'n' },
    );
    assert.deepEqual(JSON.parse(small.body), { name: 'a.csv', bytes: 5, note: 'n' });
    const large = Buffer.alloc(LARGEST_UPLOAD_BYTES + 1);
    const refused = await browser.upload('/trial/upload', { field: 'file', name: 'a.csv', bytes: large });
    assert.equal(refused.status, 413);
    assert.match(refused.body, /20 MB/);
  });

  test('says that it is well', async () => {
    const response = await site.visitor().get('/healthz');
    assert.deepEqual([response.status, response.body, response.headers['set-cookie']], [200, 'ok\n', undefined]);
  });
});

/** The application with routes that go wrong. */
async function withTrials(database: TestDatabase): Promise<TestApp> {
  return buildTestApp(database, {}, (app) => {
    app.get('/trial/fails', async () => {
      throw new SqlError('duplicate key (name)=(Jane Secret)', '23505', 'person_email', 'person');
    });
    app.get('/trial/conflict', async () => {
      throw new ConflictError();
    });
    app.get('/trial/input', async () => {
      throw new InputError('The year must be a number.');
    });
    app.get('/trial/secret', async () => {
      throw new NotSignedInError();
    });
    app.get('/trial/form', async (request, reply) =>
      reply.html(`<input type="hidden" name="_csrf" value="${request.visitor.csrf}">`),
    );
    app.post('/trial/upload', async (request) => {
      const { file, note } = request.body as { file: unknown; note: unknown };
      return isUploadedFile(file) ? { name: file.fileName, bytes: file.bytes.length, note } : {};
    });
  });
}
