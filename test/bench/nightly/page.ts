import * as fs from 'node:fs';

/** Puts a table into the page, in the place of the one of the same name, such as `100000`. */
export function writeToPage(page: string, name: string, text: string): void {
  const [start, end] = [`<!-- numbers ${name} -->`, `<!-- end ${name} -->`];
  const old = fs.readFileSync(page, 'utf8');
  const [from, to] = [old.indexOf(start), old.indexOf(end)];
  const block = `${start}\n${text}\n${end}`;
  const made = from >= 0 && to > from ? old.slice(0, from) + block + old.slice(to + end.length) : `${old}\n${block}\n`;
  fs.writeFileSync(page, made);
}
