/**
 * The mode of a RESP2 client that has subscribed to something: what it is sent may be a message at any time, so that it may
 * only use commands whose replies cannot be mistaken for one. A RESP3 client sees the difference and may use all.
 */
import type { Session } from './context.ts';
export declare function isSubscribedMode({ subscriptions, protocol }: Session): boolean;
