/** Writes the reference pages of this folder: `make docs`. */
import { writeFileSync } from 'node:fs';
import { PAGES } from './pages.js';
/** Relative to the compiled file. */
const FOLDER = new URL('../../docs/', import.meta.url);
for (const [name, text] of PAGES)
    writeFileSync(new URL(name, FOLDER), text);
//# sourceMappingURL=generate.js.map