#!/usr/bin/env node
/** `npx cairn …`: the command line, on a fresh clone too. */
import { main } from '../scripts/runtime.mjs';

await main('src/app/cli.ts', process.argv.slice(2), { withTools: false });
