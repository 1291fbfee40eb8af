/** File name in this folder and the text that belongs in it. */
export declare const PAGES: readonly (readonly [name: string, text: string])[];
