import { Fragment, useState } from 'react';
import { useShortcut } from '../../state/shortcuts.ts';
import { Modal } from '../../ui/modal.tsx';
import styles from './keyboard-help.module.css';

const keys = [
  ['Ctrl K', 'search from anywhere (⌘ K on a Mac)'],
  ['↑ ↓ Enter', 'move through the results and open one'],
  ['← → ↑ ↓', 'in the calendar: move from day to day'],
  ['Shift + arrows', 'in the calendar: select a range of nights'],
  ['Space', 'select the night, tick the file, take the version'],
  ['← →', 'in the files: from the name to its versions and back'],
  ['Enter', 'in the files: open the folder, look at the version'],
  ['Backspace', 'in the files: one folder up'],
  ['Enter', 'in the calendar, in Tonight: how that night’s run went'],
  ['← → ↑ ↓', 'in Tonight: from night to night, from host to host'],
  ['Page Up, Page Down', 'in the calendar: month before, month after'],
  ['Esc', 'close what is open; clear the selection'],
  ['?', 'this list'],
] as const;

/** Of the desktop app's menu: a browser has these for itself. */
const desktopKeys = [
  ['Ctrl 1 … 5', 'Tonight, Customers, Hosts, Holds, Activity (⌘ on a Mac)'],
  ['Ctrl ,', 'Settings'],
  ['Ctrl +, Ctrl −, Ctrl 0', 'zoom in, out, back to the usual size'],
] as const;

export function KeyboardHelp() {
  const [open, setOpen] = useState(false);
  useShortcut('?', () => setOpen(true));
  const all = window.nightkeep ? [...keys, ...desktopKeys] : keys;
  return (
    <Modal title="Keyboard" open={open} onClose={() => setOpen(false)}>
      <dl className={styles.keys}>
        {all.map(([key, what]) => (
          <Fragment key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
