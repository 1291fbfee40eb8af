import type { RuntimeConfig } from '../commands/context.ts';
import { type NodeOptions, type OptionKey } from './options.ts';
type Admit = (options: NodeOptions, named: {
    has(key: OptionKey): boolean;
}) => void;
export declare class LiveOptions implements Omit<RuntimeConfig, 'set'> {
    private options;
    private readonly onChange;
    /** `onChange` is told all options after each CONFIG SET that changed them, to pass them on to who uses them. */
    constructor(options: NodeOptions, onChange: (options: NodeOptions) => void);
    /** The present values. The object is never changed, but replaced. */
    get current(): NodeOptions;
    get(patterns: readonly string[]): [name: string, value: string][];
    /**
     * Sets all of `pairs` or none; returns an error line (without the code) for the first that cannot be. `admit` is told the
     * options as they would be, and which were named; if it throws a ConfigError nothing is set.
     */
    set(pairs: readonly (readonly [name: string, value: string])[], admit?: Admit): string | undefined;
    /** Takes options that were checked before. */
    replace(options: NodeOptions): void;
    /** Lines of the file are replaced in place; options that are not in it are added if they differ from the default. */
    rewrite(): Promise<string | undefined>;
    private rewritten;
    private settings;
}
export {};
