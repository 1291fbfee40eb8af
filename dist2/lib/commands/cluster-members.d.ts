import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import type { CommandContext } from './context.ts';
export declare function meet(request: Request, reply: ReplyWriter, context: CommandContext): void;
export declare function forget(request: Request, reply: ReplyWriter, context: CommandContext): void;
export declare function reset(request: Request, reply: ReplyWriter, context: CommandContext): void;
