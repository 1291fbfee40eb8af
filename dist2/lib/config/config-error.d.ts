/** The configuration cannot be used; the message says which option, from where, and what is allowed. */
export declare class ConfigError extends Error {
    readonly name = "ConfigError";
}
