/** The channels on which a node tells its own subscribers what it notices. */
/** Each membership event, as JSON (lib/observe/membership-history.ts). */
export const MEMBERSHIP_CHANNEL = '__hearsay__:membership';
/** Each shard map that places slots otherwise than the one before: `{epoch, owners, time, node}`, owners by member id. */
export const MAP_CHANNEL = '__hearsay__:map';
//# sourceMappingURL=channels.js.map