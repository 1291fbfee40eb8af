/**
 * Reads the `syntax` of a command's entry into the argument tree that COMMAND DOCS replies.
 *
 *     sequence     = { item }
 *     item         = WORD | name | "[" alternatives "]" | "<" alternatives ">" | "..."
 *     alternatives = sequence { "|" sequence }
 *
 * An upper-case WORD is a token; before a single argument or a choice it is that argument's own. `[ ]` makes what is in
 * it optional, `< >` only groups. `...` says that what came before may be repeated: `key [key ...]` is one argument that may
 * be given many times.
 */
export type ArgumentType = 'string' | 'integer' | 'double' | 'key' | 'pattern' | 'unix-time' | 'pure-token' | 'oneof' | 'block';
export interface CommandArgument {
    name: string;
    type: ArgumentType;
    token?: string;
    optional?: boolean;
    multiple?: boolean;
    /** For a key: which of the command's key specs it belongs to. */
    keySpecIndex?: number;
    arguments?: CommandArgument[];
}
/** The arguments that `syntax` describes. Throws if it is not well formed: a fault in the table. */
export declare function parseSyntax(syntax: string): CommandArgument[];
