/**
 * A `hearsay` whose node is a fake: three listeners, no protocol. What the node is named decides how it behaves, so
 * that a spec can run the command line in processes of its own.
 */
export {};
