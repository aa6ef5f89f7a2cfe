import { type ReactNode, useRef, useState } from 'react';
import { displayText } from '../format/display-text.ts';
import { size } from '../format/sizes.ts';
import { Button } from './button.tsx';
import styles from './field.module.css';

/** Lists of machines and of keys are far smaller; a larger file was chosen by mistake. */
const LARGEST = 4_000_000;

/** Opens a file of this computer and gives its text; what can't be taken is said beside it. */
export function TextFileButton({ children, onText }: { children: ReactNode; onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  async function take(file: File | undefined): Promise<void> {
    if (!file) return;
    const name = displayText(file.name);
    if (file.size > LARGEST) {
      setProblem(`${name} has ${size(file.size)}, and a list at most ${size(LARGEST)}. Choose another file.`);
      return;
    }
    try {
      onText(await file.text());
      setProblem(undefined);
    } catch {
      setProblem(`${name} can’t be read. Choose another file, or paste its lines.`);
    }
  }
  return (
    <>
      <Button onClick={() => input.current?.click()}>{children}</Button>
      <input
        ref={input}
        type="file"
        hidden
        onChange={({ target }) => {
          void take(target.files?.[0]);
          // The same file may be chosen once more, when it was changed.
          target.value = '';
        }}
      />
      {problem && (
        <span className={styles.problem} role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
