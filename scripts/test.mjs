/** `npm test`: everything that is needed, then every check (test-steps.ts). `--only types,unit` chooses steps. */
import { main } from './runtime.mjs';

await main('scripts/test-steps.ts', process.argv.slice(2), { withTools: true });
