import type { MicroTask } from './micro-task.ts';
export declare function respTasks(): MicroTask[];
