/** `node scripts/run.mjs FILE …`: runs a TypeScript file of the project with the right Node and all packages. */
import { main } from './runtime.mjs';

const [file, ...args] = process.argv.slice(2);
if (file) await main(file, args, { withTools: true });
else {
  process.stderr.write('Usage: node scripts/run.mjs FILE [ARGUMENT …]\n');
  process.exitCode = 2;
}
