interface Props {
  label: string;
  value: number;
  /** Unknown while there is nothing to measure against. */
  max: number | undefined;
  words: string;
}

export function Progress({ label, value, max, words }: Props) {
  const known = max !== undefined && max > 0;
  const share = known ? Math.min(100, (value / max) * 100) : 0;
  return (
    <div className="progress">
      <div className="progress-track" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={known ? max : undefined} aria-valuenow={known ? value : undefined} aria-valuetext={words}>
        <div className={known ? 'progress-fill' : 'progress-fill unknown'} style={known ? { width: `${share}%` } : undefined} />
      </div>
      <div className="progress-words" aria-hidden="true">
        <span>{words}</span>
        {known && <span>{Math.floor(share)}%</span>}
      </div>
    </div>
  );
}
