import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import type { ClientRegistry, CommandContext, KillFilter, Session } from './context.ts';
export declare function clientKill(request: Request, reply: ReplyWriter, context: CommandContext): void;
/** Closes the clients of this shard that the filter is about, `caller` after its reply. Returns how many there were. */
export declare function killClients(clients: ClientRegistry, filter: KillFilter, caller?: Session): number;
