/** Snapshots of the live view, and of how this member stands with the others. */
import type { Context } from './context.ts';
import type { CoreStatus, ViewSnapshot } from './types.ts';
/** @param isPresent false once this member itself has left, was forgotten, or had to stop: then the view is empty */
export declare function snapshotOf(context: Context, isPresent: boolean): ViewSnapshot;
export declare function statusOf(context: Context, isIsolated: boolean): CoreStatus;
