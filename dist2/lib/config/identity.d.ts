export interface Identity {
    /** 40 hex digits */
    readonly memberId: string;
    /** Number of starts, this one included. */
    readonly generation: number;
}
/** A new member's identity, kept nowhere. */
export declare function newIdentity(): Identity;
/**
 * The identity for this start: with a data folder the one kept there, one generation on; else a new one. Makes the
 * folder if it is missing. Throws ConfigError if the folder cannot be used or the file in it is damaged.
 */
export declare function loadIdentity(dir: string): Identity;
/** Keeps `identity` in the data folder, if there is one. Throws ConfigError. */
export declare function saveIdentity(dir: string, { memberId, generation }: Identity): void;
