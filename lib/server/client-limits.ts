/** What one connection may send and leave unread, by the options as they are now. */
import type { NodeOptions } from '../config/options.ts';
import { REPLY_LIMITS, REQUEST_LIMITS, type RequestLimits } from '../resp/limits.ts';

/** What a message from another member may hold beside a key and a value. */
const PEER_MESSAGE_BYTES = 1024 * 1024;

/**
 * Of what another member sends, which holds a longest value with its key. It has checked its clients by options of its own, and a
 * link that breaks fails commands of many: so what is set here does not count.
 */
const OF_PEERS: RequestLimits = {
  ...REQUEST_LIMITS,
  bulkBytes: 2 * REQUEST_LIMITS.bulkBytes + PEER_MESSAGE_BYTES,
  queryBufferBytes: Number.POSITIVE_INFINITY,
};

export class ClientLimits {
  readonly ofPeers = OF_PEERS;
  private readonly options: () => NodeOptions;
  private readonly requests = { ...REQUEST_LIMITS };

  constructor(options: () => NodeOptions) {
    this.options = options;
    this.refresh();
  }

  /** Of what a client sends. One object for all connections, as the parser reads it for each argument. */
  get ofRequests(): RequestLimits {
    return this.requests;
  }

  /** The options have changed, for connections that are open too. */
  refresh(): void {
    const { clientQueryBufferLimitBytes: queryBufferBytes, protoMaxBulkBytes: bulkBytes } = this.options();
    Object.assign(this.requests, { queryBufferBytes, bulkBytes });
  }

  /** Bytes of replies that wait, past which a client is closed. */
  get outputBytes(): number {
    return this.options().clientOutputLimitBytes;
  }

  /** The same for another member: one long reply may be waiting, whatever else does, as closing a link fails commands of many clients. */
  get peerOutputBytes(): number {
    return this.outputBytes + REPLY_LIMITS.replyBytes;
  }

  /** Of one reply, no more than a link between members takes: it does not matter to a client where its keys are. */
  get replyBytes(): number {
    return Math.min(this.outputBytes, REPLY_LIMITS.replyBytes);
  }

  /** What `outputBytes` is at a message that a subscriber is to get. */
  get subscriberOutputBytes(): number {
    return this.options().subscriberOutputLimitBytes;
  }
}
