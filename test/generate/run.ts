// Writes what is known of the engine's data beforehand to modules of their own: `npm run generate`, after a change to a
// rule, a lexicon or a phrasing. A test compares the modules with what they were made of.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GENERATED } from './modules.js';

for (const { file, source } of GENERATED) {
  writeFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), source());
  console.log(file);
}
