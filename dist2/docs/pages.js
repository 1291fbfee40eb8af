/** Which reference pages there are. */
import { COMMANDS } from '../lib/commands/table.js';
import { commandsPage, configurationPage, errorsPage } from './reference.js';
/** File name in this folder and the text that belongs in it. */
export const PAGES = [
    ['commands.md', commandsPage(COMMANDS.commands.map(({ spec }) => spec))],
    ['configuration.md', configurationPage()],
    ['errors.md', errorsPage()],
];
//# sourceMappingURL=pages.js.map