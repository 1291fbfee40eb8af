import type { MicroTask } from './micro-task.ts';
export declare function storeTasks(): MicroTask[];
