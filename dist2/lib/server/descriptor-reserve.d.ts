export declare class DescriptorReserve {
    private descriptors;
    /** Takes numbers; before the socket is opened. */
    take(): void;
    /** Gives them back. May be called more than once. */
    release(): void;
}
