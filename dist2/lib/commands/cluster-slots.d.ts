import { ReplyWriter } from '../resp/reply-writer.ts';
import type { ClusterServices } from './context.ts';
export declare function replySlots(cluster: ClusterServices, reply: ReplyWriter): void;
