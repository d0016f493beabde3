import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, loadConfig } from './config.ts';

test('settings have safe defaults', () => {
  assert.deepEqual(loadConfig({}, '/srv/cairn'), {
    port: 3000,
    host: '127.0.0.1',
    dataDir: '/srv/cairn/.cairn/data',
    databaseUrl: null,
    publicUrl: null,
    secure: false,
    trustedProxies: 0,
    logLevel: 'warn',
    lookAround: true,
    chromiumPath: null,
    mail: null,
  });
});

const NOTIFY_KEY = 'cairn-11111111-2222-4333-8444-555555555555-66666666-7777-4888-8999-aaaaaaaaaaaa';
const TEMPLATE = '11111111-2222-4333-8444-555555555555';

test('mail goes by GOV.UK Notify where there is a key, else by SMTP where there is a server, else not at all', () => {
  const smtp = { SMTP_URL: 'smtp://mail.school.example:587', MAIL_FROM: 'Cairn <cairn@school.example>' };
  const notify = { NOTIFY_API_KEY: NOTIFY_KEY, NOTIFY_TEMPLATE_ID: TEMPLATE };
  assert.deepEqual(loadConfig(smtp).mail, { kind: 'smtp', smtpUrl: smtp.SMTP_URL, from: smtp.MAIL_FROM });
  assert.deepEqual(loadConfig({ ...smtp, ...notify }).mail, {
    kind: 'notify',
    apiKey: NOTIFY_KEY,
    templateId: TEMPLATE,
  });
  assert.equal(loadConfig({ MAIL_FROM: 'cairn@school.example', NOTIFY_TEMPLATE_ID: TEMPLATE }).mail, null);
});

test('mail settings that cannot be used are refused, without repeating a password or a key', () => {
  for (const env of [
    { SMTP_URL: 'https://user:secret@mail.school.example' },
    { MAIL_FROM: '', SMTP_URL: 'smtp://user:secret@mail.school.example' },
    { MAIL_FROM: 'Cairn', SMTP_URL: 'smtp://mail.school.example' },
    { MAIL_FROM: 'a@school.example, b@school.example', SMTP_URL: 'smtp://mail.school.example' },
    { MAIL_FROM: 'Cairn\r\nBcc: <a@school.example>', SMTP_URL: 'smtp://mail.school.example' },
    { NOTIFY_API_KEY: 'secret' },
    { NOTIFY_TEMPLATE_ID: '', NOTIFY_API_KEY: NOTIFY_KEY },
  ]) {
    const [name] = Object.keys(env);
    assert.throws(
      () => loadConfig(env),
      (error) =>
        error instanceof ConfigError &&
        error.message.startsWith(String(name)) &&
        !/secret|66666666/.test(error.message),
    );
  }
});

test('settings are read from the environment, and empty ones are as if they were not there', () => {
  const config = loadConfig(
    {
      PORT: '8080',
      HOST: '0.0.0.0',
      DATA_DIR: 'data',
      CAIRN_PUBLIC_URL: 'https://cairn.example.org/',
      LOG_LEVEL: '',
      CAIRN_LOOK_AROUND: 'off',
    },
    '/srv',
  );
  assert.deepEqual(
    [config.port, config.host, config.dataDir, config.publicUrl, config.secure, config.logLevel, config.lookAround],
    [8080, '0.0.0.0', '/srv/data', 'https://cairn.example.org', true, 'warn', false],
  );
});

test('settings that cannot be used are refused, without repeating a password', () => {
  for (const env of [
    { PORT: 'http' },
    { PORT: '-1' },
    { PORT: '65536' },
    { PORT: '80.5' },
    { LOG_LEVEL: 'loud' },
    { CAIRN_PUBLIC_URL: 'cairn.example.org' },
    { DATABASE_URL: 'host=localhost password=secret' },
    { CAIRN_TRUSTED_PROXIES: '11' },
  ]) {
    const [name] = Object.keys(env);
    assert.throws(
      () => loadConfig(env),
      (error) =>
        error instanceof ConfigError && error.message.startsWith(String(name)) && !error.message.includes('secret'),
    );
  }
});
