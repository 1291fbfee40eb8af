/** Prints what bench-chaos saw: a table for people, or JSON with every single run. */
import type { Outcome } from './chaos-scene.ts';
export declare function report(outcomes: readonly Outcome[], asJson: boolean): void;
