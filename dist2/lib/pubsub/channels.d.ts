/** The channels on which a node tells its own subscribers what it notices. */
/** Each membership event, as JSON (lib/observe/membership-history.ts). */
export declare const MEMBERSHIP_CHANNEL = "__hearsay__:membership";
/** Each shard map that places slots otherwise than the one before: `{epoch, owners, time, node}`, owners by member id. */
export declare const MAP_CHANNEL = "__hearsay__:map";
