import { describe, expect, it } from 'vitest';
import { displayText } from '../../../src-renderer/format/display-text.ts';

describe('text of file names', () => {
  it.each([
    ['index.html', 'index.html'],
    ['naïve – 日本 🙂', 'naïve – 日本 🙂'],
    ['caf\udce9.html', 'caf\\xe9.html'],
    ['a\nb', 'a\\x0ab'],
    ['a\u009bb', 'a\\x9bb'],
    // Right-to-left override: `gpj.exe` would read as `exe.jpg`.
    ['\u202egpj.exe', '\\u202egpj.exe'],
    ['a\u061cb\u2060c\u00add', 'a\\u061cb\\u2060c\\xadd'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['\ud83d', '\ufffd'],
  ])('%j is shown as %j', (name, shown) => expect(displayText(name)).toBe(shown));
});
