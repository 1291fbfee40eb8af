/**
 * Which share of reads finds its key when memory holds a tenth of the data: the keyspace under its policies, against a model of
 * Redis's sampled LRU and LFU (pool of 16, 5 samples, log counter; both with a clock finer than Redis's) that holds as many bytes.
 * A read that misses writes the key, as a cache is used. `make bench-eviction ARGS='[keys] [reads] [policy]'`; 500,000 keys, 2,000,000
 * reads and all policies by default. Reads before the last three quarters only warm up. Times are the process's own, a read.
 */
export {};
