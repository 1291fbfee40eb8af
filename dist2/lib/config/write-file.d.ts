/** Throws what the file system throws; the file is then as it was. Keeps the permissions of a file that is there. */
export declare function writeFileAtomically(path: string, text: string): void;
