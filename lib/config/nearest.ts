/** Did you mean: the known name that a mistyped one is closest to. */

/** At most this many letters added, dropped or changed, and half of the word's: a flag of one letter is near to nothing. */
const MAX_DISTANCE = 2;

/** ` (did you mean X?)`, to be put behind an error about `word`, or nothing if no name is close. */
export function didYouMean(word: string, names: Iterable<string>, prefix = ''): string {
  let nearest = '';
  let nearestDistance = Math.min(MAX_DISTANCE, Math.floor(word.length / 2)) + 1;
  for (const name of names) {
    if (Math.abs(name.length - word.length) > MAX_DISTANCE) continue;
    const distance = editDistance(word, name);
    if (distance >= nearestDistance) continue;
    nearest = name;
    nearestDistance = distance;
  }
  return nearest === '' ? '' : ` (did you mean ${prefix}${nearest}?)`;
}

/** Levenshtein distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line++) {
    const next = [line];
    for (let column = 1; column <= b.length; column++) {
      const changed = (row[column - 1] as number) + (a[line - 1] === b[column - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[column] as number) + 1, (next[column - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
