import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from './button.tsx';

interface Props {
  text: string;
  label: string;
  look?: 'plain' | 'primary';
  /** Only the icon, with the label as its name. */
  icon?: boolean;
}

/** Copies a text and says so for two seconds. */
export function CopyButton({ text, label, look = 'plain', icon = false }: Props) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  const sign = state === 'copied' ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />;
  const said =
    state === 'copied' ? 'Copied' : state === 'refused' ? 'The browser refused: select and copy by hand' : '';
  return (
    <>
      {icon ? (
        <IconButton small label={label} onClick={copy}>
          {sign}
        </IconButton>
      ) : (
        <Button look={look} onClick={copy} aria-label={label}>
          {sign}
          {said || label}
        </Button>
      )}
      <Said text={said} />
    </>
  );
}

const Said = ({ text }: { text: string }) => (
  <span role="status" className="sr-only">
    {text}
  </span>
);
