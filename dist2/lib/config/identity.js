/**
 * What a member keeps in its data folder: its id and how often it has started.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './resolve.js';
import { writeFileAtomically } from './write-file.js';
const FILE_NAME = 'member';
const FILE_TEXT = /^([0-9a-f]{40}) (\d{1,15})\n$/;
const ID_BYTES = 20;
/** A new member's identity, kept nowhere. */
export function newIdentity() {
    return { memberId: randomBytes(ID_BYTES).toString('hex'), generation: 1 };
}
/**
 * The identity for this start: with a data folder the one kept there, one generation on; else a new one. Makes the
 * folder if it is missing. Throws ConfigError if the folder cannot be used or the file in it is damaged.
 */
export function loadIdentity(dir) {
    if (dir === '')
        return newIdentity();
    const kept = readIdentity(join(dir, FILE_NAME));
    const identity = kept === undefined ? newIdentity() : { ...kept, generation: kept.generation + 1 };
    saveIdentity(dir, identity);
    return identity;
}
/** Keeps `identity` in the data folder, if there is one. Throws ConfigError. */
export function saveIdentity(dir, { memberId, generation }) {
    if (dir === '')
        return;
    try {
        mkdirSync(dir, { recursive: true });
        writeFileAtomically(join(dir, FILE_NAME), `${memberId} ${generation}\n`);
    }
    catch (error) {
        throw new ConfigError(`cannot keep the member id in dir ${dir}: ${error.message}`);
    }
}
function readIdentity(path) {
    let text;
    try {
        text = readFileSync(path, 'latin1');
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw new ConfigError(`cannot read the member id: ${error.message}`);
    }
    const [, memberId, generation] = FILE_TEXT.exec(text) ?? [];
    if (memberId === undefined) {
        throw new ConfigError(`${path} is damaged: it should hold a member id and a count; delete it to get a new id`);
    }
    return { memberId, generation: Number(generation) };
}
//# sourceMappingURL=identity.js.map