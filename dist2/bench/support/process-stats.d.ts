/**
 * Seconds of processor time, user and system, of all threads of these processes together. From each thread's schedstat, whose
 * first number is in ns: /proc/PID/stat has the same in steps of 10 ms. The time of a thread that has ended is not in it.
 */
export declare function processorSeconds(pids: readonly number[]): number;
/** Bytes of memory that these processes have resident, together. */
export declare function residentBytes(pids: readonly number[]): number;
