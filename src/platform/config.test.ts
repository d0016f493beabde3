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
  });
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
