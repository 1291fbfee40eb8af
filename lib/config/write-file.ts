/** Writes a file so that a reader, or a start after a crash, sees the old text or the new one and never a mix. */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

const NEW_FILE_MODE = 0o644;

/** Throws what the file system throws; the file is then as it was. Keeps the permissions of a file that is there. */
export function writeFileAtomically(path: string, text: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? NEW_FILE_MODE;
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = openSync(temporary, 'wx', mode);
    try {
      // All of it: where a disk is nearly full, `writeSync` writes a part and says nothing.
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
