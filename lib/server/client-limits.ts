/** What one connection may send and leave unread, by the options as they are now. */
import type { NodeOptions } from '../config/options.ts';
import { REPLY_LIMITS, REQUEST_LIMITS, type RequestLimits } from '../resp/limits.ts';

/** What a message from another member may hold beside a key and a value. */
const PEER_MESSAGE_BYTES = 1024 * 1024;

export class ClientLimits {
  private readonly options: () => NodeOptions;
  private latest = REQUEST_LIMITS;
  private latestOf: NodeOptions | undefined;

  constructor(options: () => NodeOptions) {
    this.options = options;
  }

  /** Of what a client sends. Made once for all connections, until the options change. */
  get ofRequests(): RequestLimits {
    const options = this.options();
    if (options !== this.latestOf) {
      const { clientQueryBufferLimitBytes: queryBufferBytes, protoMaxBulkBytes: bulkBytes } = options;
      this.latestOf = options;
      this.latest = { ...REQUEST_LIMITS, queryBufferBytes, bulkBytes };
    }
    return this.latest;
  }

  /** The same for another member, whose messages hold a longest value with its key. */
  get ofPeers(): RequestLimits {
    const { ofRequests } = this;
    const bulkBytes = 2 * ofRequests.bulkBytes + PEER_MESSAGE_BYTES;
    return { ...ofRequests, bulkBytes, queryBufferBytes: Number.POSITIVE_INFINITY };
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
