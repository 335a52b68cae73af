// Writes docs/annotations.md from the table of annotations. Run from anywhere:
//   npx tsx --conditions=@clbkit/source packages/kubernetes/scripts/annotations-doc.mts
import { writeFileSync } from 'node:fs';
import { annotationsMarkdown } from '../src/annotationsMarkdown.js';

writeFileSync(new URL('../../../docs/annotations.md', import.meta.url), annotationsMarkdown());
