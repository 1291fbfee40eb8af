export declare function describeMessage(message: Buffer, answer: Buffer | undefined): [slot: number, text: string][];
