/** `node scripts/run.mjs scripts/describe-schema.ts`: writes `database/schema.sql` from the migrations. */
import { writeFileSync } from 'node:fs';
import { describeSchema } from '../src/platform/database/describe.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { openMemoryEngine } from '../src/platform/database/pglite-engine.ts';

const engine = await openMemoryEngine();
await migrate(engine);
const described = await engine.withConnection(describeSchema);
await engine.close();
writeFileSync(
  new URL('../database/schema.sql', import.meta.url),
  `-- What the migrations make, as the database's own catalogue tells it. Not to be run or edited:\n-- written by scripts/describe-schema.ts, compared by the tests.\n\n${described}`,
);
