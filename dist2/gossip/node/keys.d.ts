/** The three steps in which a key is exchanged, on a list of keys whose first one is used to seal. */
/** @throws RangeError when it is there already */
export declare function installed(keys: readonly Uint8Array[], key: Uint8Array): Uint8Array[];
/** @throws RangeError when it is not installed */
export declare function used(keys: readonly Uint8Array[], key: Uint8Array): Uint8Array[];
/** @throws RangeError when it is not installed, or in use */
export declare function removed(keys: readonly Uint8Array[], key: Uint8Array): Uint8Array[];
