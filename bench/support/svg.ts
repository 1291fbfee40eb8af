/** Draws horizontal bars as SVG, readable on light and dark pages, without a library. */

const LABEL_WIDTH = 130;
const BAR_WIDTH = 480;
const VALUE_WIDTH = 70;
const BAR_HEIGHT = 11;
const ROW_GAP = 9;
const HEAD_HEIGHT = 52;
const COLOURS = ['#9aa5b1', '#2f80ed', '#eb8a2f', '#2faa6a'];

export interface BarChart {
  readonly title: string;
  readonly unit: string;
  /** Name of each bar of a row. */
  readonly series: readonly string[];
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
}

/** The chart as a whole SVG file. All bars have one scale, from 0. */
export function barChart({ title, unit, series, rows }: BarChart): string {
  const rowHeight = series.length * BAR_HEIGHT + ROW_GAP;
  const width = LABEL_WIDTH + BAR_WIDTH + VALUE_WIDTH;
  const height = HEAD_HEIGHT + rows.length * rowHeight;
  const longest = Math.max(...rows.flatMap((row) => row.values));
  const body = rows.map(({ label, values }, i) => {
    const top = HEAD_HEIGHT + i * rowHeight;
    const middle = top + (series.length * BAR_HEIGHT) / 2 + 4;
    const bars = values.map((value, bar) => {
      const y = top + bar * BAR_HEIGHT;
      const length = (value / longest) * BAR_WIDTH;
      return `${rectangle(LABEL_WIDTH, y, length, bar)}${text(LABEL_WIDTH + length + 4, y + 9, value.toFixed(2))}`;
    });
    return `${text(LABEL_WIDTH - 8, middle, label, 'text-anchor="end"')}${bars.join('')}`;
  });
  const legend = series.map((name, i) => {
    const x = LABEL_WIDTH + i * 160;
    return `${rectangle(x, 30, 12, i)}${text(x + 18, 39, name)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(title)}</title>`,
    '<style>text { font: 10px sans-serif; fill: #6b7785 } .title { font-size: 13px; font-weight: bold }</style>',
    text(LABEL_WIDTH, 18, `${title}, ${unit}`, 'class="title"'),
    ...legend,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

function rectangle(x: number, y: number, width: number, series: number): string {
  const size = `width="${width.toFixed(1)}" height="${BAR_HEIGHT - 1}"`;
  return `<rect x="${x}" y="${y}" ${size} fill="${COLOURS[series % COLOURS.length]}"/>`;
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
