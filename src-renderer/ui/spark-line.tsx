import styles from './spark-line.module.css';

interface Props {
  /** Oldest first; null leaves a gap. */
  values: readonly (number | null)[];
  /** What it shows, in words. */
  label: string;
  hint?: string;
}

const WIDTH = 72;
const HEIGHT = 18;
const INSET = 2;

/** A small line of how something went: from zero, so that its height is its size. */
export function SparkLine({ values, label, hint }: Props) {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? (WIDTH - 2 * INSET) / (values.length - 1) : 0;
  const at = (value: number, i: number) => ({
    x: values.length > 1 ? INSET + i * step : WIDTH - INSET,
    y: HEIGHT - INSET - (value / most) * (HEIGHT - 2 * INSET),
  });
  const points = values.map((value, i) => (value === null ? undefined : at(value, i)));
  const last = points.at(-1);
  return (
    <svg
      className={styles.line}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      data-hint={hint}
    >
      <path d={pathOf(points)} />
      {last && <circle cx={last.x} cy={last.y} r={1.8} />}
    </svg>
  );
}

function pathOf(points: readonly ({ x: number; y: number } | undefined)[]): string {
  return points
    .map((point, i) => point && `${points[i - 1] ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`)
    .filter(Boolean)
    .join('');
}
