import { World } from './world.ts';
export declare class Trial {
    readonly world: World;
    private readonly checks;
    private readonly clients;
    constructor(seed: number);
    /** Throws an Error that tells what went wrong. */
    run(): void;
    private trouble;
    private join;
    private leave;
    private end;
    private kill;
    private killMember;
    private declareDead;
    private stop;
    private cut;
    private breakLinks;
    /** Waits until everybody sees the same members, and has what it is to have. */
    private settle;
    private isSettled;
    private describe;
}
