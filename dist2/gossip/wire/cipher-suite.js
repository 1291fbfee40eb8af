/**
 * The operations that sealed datagrams need, as an interface: the wire format does no I/O and imports no node: modules, so
 * whoever runs it brings them (`node/cipher-suite.ts`). All of them are synchronous and none throws for any bytes.
 */
/** Size of a key of the ring, in bytes: AES-256. */
export const KEY_SIZE = 32;
/** Size of the authentication tag of AES-GCM, in bytes. */
export const TAG_SIZE = 16;
//# sourceMappingURL=cipher-suite.js.map