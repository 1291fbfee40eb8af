/** The version of this package, from its package.json. */
import { readFileSync } from 'node:fs';
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
export const VERSION = manifest.version;
//# sourceMappingURL=version.js.map