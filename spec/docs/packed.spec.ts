import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect } from 'chai';

const ROOT = new URL('../../../', import.meta.url);

const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** Whether an entry of `files` in package.json takes the file in: a folder, a file, or `FOLDER/**\/*.EXTENSION`. */
function takesIn(entry: string, path: string): boolean {
  const [folder = '', pattern = ''] = entry.split('**/*');
  if (pattern !== '') return path.startsWith(folder) && path.endsWith(pattern);
  return path === entry || path.startsWith(`${entry}/`);
}

describe('the npm package', () => {
  const { files } = JSON.parse(textOf('package.json')) as { files: string[] };
  const pages = ['README.md', ...readdirSync(new URL('docs', ROOT)).map((name) => `docs/${name}`)];

  it('holds every page and example that its pages link to', () => {
    const linked = pages
      .filter((page) => page.endsWith('.md'))
      .flatMap((page) =>
        [...textOf(page).matchAll(/\]\(([\w./-]+\.\w+)(?:#[\w-]*)?\)/g)].map(([, target = '']) =>
          posix.join(posix.dirname(page), target),
        ),
      )
      .filter((path) => /^(docs|examples)\//.test(path));
    expect(linked).to.include.members(['docs/examples/membership.ts', 'examples/compose.yaml']);
    const missing = linked.filter((path) => !files.some((entry) => takesIn(entry, path)));
    expect(missing).to.deep.equal([]);
  });
});
