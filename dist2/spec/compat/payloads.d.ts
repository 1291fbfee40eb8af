/** What DUMP gives for the string. */
export declare function payloadOf(text: string): string;
/** Most are bad; some only look so. */
export declare const BAD_PAYLOADS: string[];
