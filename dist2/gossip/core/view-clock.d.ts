/**
 * The epoch of the live view: a Lamport clock (Lamport 1978). It ticks past every epoch heard of whenever the view changes
 * here, and members with equal views adopt the higher of their epochs, so that equal views come to equal epochs and a newer
 * view never keeps a lower epoch than the one that it replaces.
 */
export declare class ViewClock {
    epoch: number;
    private highestHeard;
    /** The view changed here. */
    tick(): void;
    /** Another member told its epoch. Returns true if the own epoch grew. */
    hear(epoch: number, sameView: boolean): boolean;
}
