/** `npm start`: everything that is needed, then the web application. */
import { main } from './runtime.mjs';

await main('src/app/main.ts', process.argv.slice(2), { withTools: false });
