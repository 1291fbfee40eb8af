/** Prints a table of text: the first column to the left, the others to the right. */
export declare function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void;
