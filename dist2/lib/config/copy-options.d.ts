export declare const COPY_OPTIONS: {
    readonly replicas: import("./option-spec.ts").OptionSpec<number>;
    readonly minAcks: import("./option-spec.ts").OptionSpec<number>;
    readonly zone: import("./option-spec.ts").OptionSpec<string>;
    readonly weight: import("./option-spec.ts").OptionSpec<number>;
    readonly replBufferLimitBytes: import("./option-spec.ts").OptionSpec<number>;
    readonly handoffWindowBytes: import("./option-spec.ts").OptionSpec<number>;
    readonly handoffTimeoutMs: import("./option-spec.ts").OptionSpec<number>;
    readonly tombstoneTtlMs: import("./option-spec.ts").OptionSpec<number>;
};
