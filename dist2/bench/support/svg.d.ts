/** Draws horizontal bars as SVG, readable on light and dark pages, without a library. */
export interface BarChart {
    readonly title: string;
    readonly unit: string;
    /** Name of each bar of a row. */
    readonly series: readonly string[];
    readonly rows: readonly {
        readonly label: string;
        readonly values: readonly number[];
    }[];
}
/** The chart as a whole SVG file. All bars have one scale, from 0. */
export declare function barChart({ title, unit, series, rows }: BarChart): string;
