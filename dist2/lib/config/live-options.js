/**
 * The options of a running node: what CONFIG GET, SET and REWRITE work on.
 */
import { matchesGlob } from '../base/glob.js';
import { rewriteConfigFile } from './config-file.js';
import { readConfigFile } from './load.js';
import { FIXED_SETTINGS, OPEN_OPTION_KEYS, OPTIONS, optionNamed, optionSpec, } from './options.js';
import { ConfigError, checkTogether, defaultOf } from './resolve.js';
import { writeFileAtomically } from './write-file.js';
export class LiveOptions {
    options;
    onChange;
    /** `onChange` is told all options after each CONFIG SET that changed them, to pass them on to who uses them. */
    constructor(options, onChange) {
        this.options = options;
        this.onChange = onChange;
    }
    /** The present values. The object is never changed, but replaced. */
    get current() {
        return this.options;
    }
    get(patterns) {
        const lowerCase = patterns.map((pattern) => Buffer.from(pattern.toLowerCase()));
        return this.settings().filter(([name]) => {
            const bytes = Buffer.from(name);
            return lowerCase.some((glob) => matchesGlob(glob, 0, glob.length, bytes, 0, bytes.length));
        });
    }
    /**
     * Sets all of `pairs` or none; returns an error line (without the code) for the first that cannot be. `admit` is told the
     * options as they would be, and which were named; if it throws a ConfigError nothing is set.
     */
    set(pairs, admit = () => { }) {
        const changes = new Map();
        for (const [name, value] of pairs) {
            const known = name.toLowerCase();
            const key = optionNamed(known);
            if (key === undefined && !Object.hasOwn(FIXED_SETTINGS, known)) {
                return `Unknown option or number of arguments for CONFIG SET - '${name}'`;
            }
            if (key === undefined || !OPTIONS[key].runtime)
                return setFailed(name, "can't set immutable config");
            if (changes.has(key))
                return setFailed(name, 'duplicate parameter');
            const { type } = optionSpec(key);
            const parsed = type.parse([value]);
            if (parsed === undefined)
                return setFailed(name, `argument must be ${type.allowed}`);
            changes.set(key, parsed);
        }
        const options = Object.freeze({ ...this.options, ...Object.fromEntries(changes) });
        try {
            checkTogether(options, (key) => OPTIONS[key].name);
            admit(options, changes);
        }
        catch (error) {
            if (!(error instanceof ConfigError))
                throw error;
            return setFailed([...changes.keys()].map((key) => OPTIONS[key].name).join(), error.message);
        }
        this.replace(options);
        return undefined;
    }
    /** Takes options that were checked before. */
    replace(options) {
        this.options = options;
        this.onChange(options);
    }
    /** Lines of the file are replaced in place; options that are not in it are added if they differ from the default. */
    async rewrite() {
        const path = this.options.configFile;
        if (path === '')
            return 'The server is running without a config file';
        try {
            writeFileAtomically(path, this.rewritten(readConfigFile(path)));
            return undefined;
        }
        catch (error) {
            return `Rewriting config file: ${error.message}`;
        }
    }
    rewritten(text) {
        const lines = new Map();
        const changed = new Set();
        for (const key of OPEN_OPTION_KEYS) {
            if (key === 'configFile')
                continue;
            const { name, type } = optionSpec(key);
            const byDefault = defaultOf(key, this.options);
            const words = type.format(this.options[key]);
            lines.set(name, type.repeatable ? words.map((word) => [word]) : [words]);
            if (String(words) !== String(type.format(byDefault)))
                changed.add(name);
        }
        return rewriteConfigFile(text, lines, changed);
    }
    settings() {
        const options = OPEN_OPTION_KEYS.map((key) => {
            const { name, type } = optionSpec(key);
            return [name, type.format(this.options[key]).join(' ')];
        });
        return [...options, ...Object.entries(FIXED_SETTINGS)];
    }
}
function setFailed(name, reason) {
    return `CONFIG SET failed (possibly related to argument '${name}') - ${reason}`;
}
//# sourceMappingURL=live-options.js.map