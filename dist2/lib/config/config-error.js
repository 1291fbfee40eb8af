/** The configuration cannot be used; the message says which option, from where, and what is allowed. */
export class ConfigError extends Error {
    name = 'ConfigError';
}
//# sourceMappingURL=config-error.js.map