import * as fs from 'node:fs';

/** Puts a table into the page, in the place of the one of the same size of source. */
export function writeToPage(page: string, files: number, text: string): void {
  const [start, end] = [`<!-- numbers ${files} -->`, `<!-- end ${files} -->`];
  const old = fs.readFileSync(page, 'utf8');
  const [from, to] = [old.indexOf(start), old.indexOf(end)];
  const block = `${start}\n${text}\n${end}`;
  const made = from >= 0 && to > from ? old.slice(0, from) + block + old.slice(to + end.length) : `${old}\n${block}\n`;
  fs.writeFileSync(page, made);
}
