/**
 * What a member keeps in its data folder: its id and how often it has started.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { hold, holderOf, letGo } from './folder-holder.ts';
import { ConfigError } from './resolve.ts';
import { writeFileAtomically } from './write-file.ts';

export interface Identity {
  /** 40 hex digits */
  readonly memberId: string;
  /** Number of starts, this one included. */
  readonly generation: number;
}

const FILE_NAME = 'member';
/** No more digits than the gossip layer takes as a number of starts. */
const FILE_TEXT = /^([0-9a-f]{40}) (\d{1,14})\n$/;
const ID_BYTES = 20;

/** A new member's identity, kept nowhere. */
export function newIdentity(): Identity {
  return { memberId: randomBytes(ID_BYTES).toString('hex'), generation: 1 };
}

/**
 * The identity for this start: with a data folder the one kept there, one generation on; else a new one. Makes the
 * folder if it is missing, and holds it until `releaseFolder`. Throws ConfigError if the folder cannot be used, another process runs with it, or the
 * file in it is damaged.
 */
export function loadIdentity(dir: string): Identity {
  if (dir === '') return newIdentity();
  const holder = holderOf(dir);
  if (holder !== undefined) {
    throw new ConfigError(
      `dir ${dir} is in use by process ${holder}: give each node a data folder of its own`,
    );
  }
  const kept = readIdentity(join(dir, FILE_NAME));
  const identity = kept === undefined ? newIdentity() : { ...kept, generation: kept.generation + 1 };
  saveIdentity(dir, identity);
  return identity;
}

/** Another process may run with the data folder, if there is one. */
export function releaseFolder(dir: string): void {
  if (dir !== '') letGo(dir);
}

/** Keeps `identity` in the data folder, if there is one. Throws ConfigError. */
export function saveIdentity(dir: string, { memberId, generation }: Identity): void {
  if (dir === '') return;
  try {
    makeFolder(resolve(dir));
    hold(dir);
    writeFileAtomically(join(dir, FILE_NAME), `${memberId} ${generation}\n`);
  } catch (error) {
    throw new ConfigError(`cannot keep the member id in dir ${dir}: ${(error as Error).message}`);
  }
}

/**
 * Makes the folder and those above it that are missing; `path` is absolute. Node's own `recursive` never returns where making
 * a folder fails with ENOENT though the one above it is there, as in /proc.
 */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

function readIdentity(path: string): Identity | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ConfigError(`cannot read the member id: ${(error as Error).message}`);
  }
  const [, memberId, generation] = FILE_TEXT.exec(text) ?? [];
  if (memberId === undefined) {
    throw new ConfigError(
      `${path} is damaged: it should hold a member id and a count; delete it to get a new id`,
    );
  }
  return { memberId, generation: Number(generation) };
}
