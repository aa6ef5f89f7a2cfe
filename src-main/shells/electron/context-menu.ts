import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';

/** What a right click offers, which in Electron is nothing by itself: text can be copied from anywhere. */
export function contextMenu({
  editFlags,
  isEditable,
  selectionText,
}: Pick<ContextMenuParams, 'editFlags' | 'isEditable' | 'selectionText'>): MenuItemConstructorOptions[] {
  if (isEditable)
    return [
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll' },
    ];
  return selectionText.trim() ? [{ role: 'copy' }] : [];
}
