/** Prints a table of text: the first column to the left, the others to the right. */
export function printTable(head, rows) {
    const cells = [head, ...rows].map((row) => row.map(String));
    const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
    for (const row of cells) {
        const line = row.map((cell, column) => {
            const width = widths[column];
            return column === 0 ? cell.padEnd(width) : cell.padStart(width);
        });
        console.log(line.join('  '));
    }
}
//# sourceMappingURL=table.js.map