import type { DriverConfig } from './options.ts';
import { type Command, type Report } from './thread-messages.ts';
export declare class Driver {
    private readonly config;
    private readonly report;
    private readonly socket;
    private readonly discovery;
    private core;
    private timer;
    private timerAtMs;
    private pulse;
    private reportedList;
    private nextCountsMs;
    /** Requests to leave that wait for their answer. */
    private leaveRequests;
    /** Requests to be answered when all members have the same view, or when their time is up. */
    private waiting;
    constructor(config: DriverConfig, report: (report: Report) => void);
    /** Binds and joins. Reports `started`, or `failed` with the reason. */
    start(): Promise<void>;
    onCommand(command: Command): void;
    private execute;
    private reconfigure;
    /** Gives the core an input, unless it has not started or has stopped. */
    private feed;
    private run;
    private answerConverged;
    private answer;
    private reportChanges;
    private schedule;
    private onTimer;
    /**
     * After a stall the timers fire before what waits in the socket is read. Two turns of the event loop later it has been, so
     * that nobody is judged by datagrams that were only not read yet.
     */
    private whenRead;
    private tick;
    private startPulse;
    /** Looks up the seeds when it is time for it. */
    private look;
    private sendPulse;
    private stop;
}
