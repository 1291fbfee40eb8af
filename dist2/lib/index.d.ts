/** The public API: a node inside an application. */
export type { MembershipEvent } from '../gossip/index.ts';
export type { ClusterMember } from './commands/context.ts';
export type { NodeOptions } from './config/options.ts';
export { ConfigError } from './config/resolve.ts';
export { createNode, HearsayNode, type NodeAddress, type NodeEvents } from './node.ts';
export { VERSION } from './version.ts';
