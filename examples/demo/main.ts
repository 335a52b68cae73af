// pnpm demo [--mermaid]
import { tell } from './story.js';

const { failures } = await tell(
  (line) => {
    console.log(line);
  },
  {
    colour: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    mermaid: process.argv.includes('--mermaid'),
  },
);

process.exitCode = failures.length === 0 ? 0 : 1;
