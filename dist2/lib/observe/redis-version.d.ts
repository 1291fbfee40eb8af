/** The Redis whose behaviour Hearsay follows: clients and tools choose by it what they may use. */
export declare const REDIS_VERSION = "7.0.15";
