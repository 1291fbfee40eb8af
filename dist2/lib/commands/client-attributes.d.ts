import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import type { ClientRegistry, ListFilter, Session } from './context.ts';
/** Whether a name, or what CLIENT SETINFO sets, may be `text`. */
export declare function isClientText(text: string): boolean;
/** Whether argument `i` is a type of client. Those here are normal ones and, having subscribed to something, `pubsub` ones. */
export declare function isClientType(request: Request, i: number): boolean;
/** Whether the session is of that type, in lower case. */
export declare function isOfType(session: Session, type: string): boolean;
/** Names the session by argument `i`; false when an error has been replied. */
export declare function setClientName(request: Request, i: number, reply: ReplyWriter, session: Session): boolean;
/**
 * The session as one line without its end, in Redis's format. Fields that have no counterpart here (file descriptor,
 * query buffer's free part, output lists) are there with the value of an idle client, since tools expect them.
 */
export declare function clientLine(session: Session, nowMs: number): string;
/** CLIENT LIST of this shard. */
export declare function clientLines(clients: ClientRegistry, { ids, type }: ListFilter, nowMs: number): string;
