/**
 * Bytes between buffers at any alignment. V8 spends about 2 ns on each byte that a loop over typed arrays copies; 32-bit moves through
 * a DataView take a third of a nanosecond a byte. So views do the short copies, and are made once for a buffer, not once for a call.
 */
/** Copies `[start, end)` of `source` to `target` from `at` on. The views cover exactly their buffers. */
export declare function copyBytes(source: Buffer, sourceView: DataView, start: number, end: number, target: Buffer, targetView: DataView, at: number): void;
/** Whether the `length` bytes of `a` from `atA` on and of `b` from `atB` on are the same. */
export declare function equalBytes(a: DataView, atA: number, b: DataView, atB: number, length: number): boolean;
/** The view of the buffer that was asked for last. */
export declare class ViewCache {
    private buffer;
    private view;
    /** A view that covers exactly `buffer`. */
    of(buffer: Buffer): DataView;
    private make;
}
