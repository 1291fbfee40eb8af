/** Counters of one shard. Plain numbers that hot paths increment; INFO and the metrics read them. */
export class Stats {
  connectionsReceived = 0;
  connectionsRejected = 0;
  connectedClients = 0;
  commandsProcessed = 0;
  commandsProxied = 0;
  commandsFannedOut = 0;
  errorReplies = 0;
  protocolErrors = 0;
  netInputBytes = 0;
  netOutputBytes = 0;
  clientsClosedForOutput = 0;
  /** Commands that waited for a new owner, and those that were answered with an error because none came in time. */
  commandsHeld = 0;
  commandsTimedOut = 0;
  /** Writes that were under way when their owner went away. */
  outcomesUnknown = 0;
  /** Keys dropped because another member owns them now. */
  keysDropped = 0;

  /** CONFIG RESETSTAT. What counts something that exists now is kept. */
  reset(): void {
    const { connectedClients } = this;
    Object.assign(this, new Stats(), { connectedClients });
  }
}
