/** Which reference pages there are. */
import { COMMANDS } from '../lib/commands/table.ts';
import { commandsPage, configurationPage, errorsPage } from './reference.ts';

/** File name in this folder and the text that belongs in it. */
export const PAGES: readonly (readonly [name: string, text: string])[] = [
  ['commands.md', commandsPage(COMMANDS.commands.map(({ spec }) => spec))],
  ['configuration.md', configurationPage()],
  ['errors.md', errorsPage()],
];
