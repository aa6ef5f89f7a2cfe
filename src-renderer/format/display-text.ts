/**
 * Text as a person may safely read it: a byte that is no UTF-8 (a lone surrogate, see the contract) as \xNN, control
 * and direction-changing characters as escapes, so that no name can pretend to be another or break the line.
 */
export function displayText(text: string): string {
  if (text.isWellFormed() && !risky.test(text)) return text;
  let shown = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) shown += `\\x${hex(code - 0xdc00)}`;
    else if (risky.test(character)) shown += code < 0x100 ? `\\x${hex(code)}` : unicode(code);
    else if (!character.isWellFormed()) shown += '\uFFFD';
    else shown += character;
  }
  return shown;
}

const unicode = (code: number) =>
  code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
const hex = (byte: number) => byte.toString(16).padStart(2, '0');
/** Control and format characters, and those that end a line: all of them, whatever Unicode calls so next. */
const risky = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
