/**
 * The epoch of the live view: a Lamport clock (Lamport 1978). It ticks past every epoch heard of whenever the view changes
 * here, and members with equal views adopt the higher of their epochs, so that equal views come to equal epochs and a newer
 * view never keeps a lower epoch than the one that it replaces.
 */
export class ViewClock {
  epoch = 1;
  private highestHeard = 1;

  /** The view changed here. */
  tick(): void {
    this.epoch = Math.max(this.epoch, this.highestHeard) + 1;
    this.highestHeard = this.epoch;
  }

  /** Another member told its epoch. */
  hear(epoch: number, sameView: boolean): void {
    this.highestHeard = Math.max(this.highestHeard, epoch);
    if (sameView) this.epoch = Math.max(this.epoch, epoch);
  }
}
