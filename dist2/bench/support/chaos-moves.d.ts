import type { Members } from './chaos-members.ts';
import { type Outcome } from './chaos-scene.ts';
/** A third member joins two that hold `keys` keys. */
export declare function joining(members: Members, scene: string, keys: number): Promise<Outcome>;
/** One of three members that hold `keys` keys gets SIGTERM. */
export declare function leaving(members: Members, scene: string, keys: number): Promise<Outcome>;
/** Each of three members gets SIGTERM and is started again when it has ended; clients know one member each and connect again. */
export declare function rolling(members: Members, scene: string, keys: number): Promise<Outcome>;
