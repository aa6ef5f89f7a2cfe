import { displayText } from './display-text.ts';

/** The last component. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1) || '/';
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
export const join = (folder: string, name: string): string =>
  folder.endsWith('/') ? folder + name : `${folder}/${name}`;

export const isInside = (path: string, root: string): boolean =>
  root === '/' || path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`);

/** A host's path as the customer sees it: the part below their root, starting with a slash. */
export const inCustomer = (path: string, root: string | undefined): string =>
  root && root !== '/' && isInside(path, root) ? path.slice(root.length) || '/' : path;

export const componentsOf = (path: string): string[] => path.split('/').filter(Boolean);

/** `…69.55.238.98-col00214-DIR/www`: without the folders above the customer's root, which staff know by heart. */
export function fromCustomer(path: string, customer: string | undefined): string {
  const shown = displayText(path);
  if (!customer) return shown;
  const at = componentsOf(path).findIndex((component) => component.includes(customer));
  return at > 0 ? `…${displayText(componentsOf(path).slice(at).join('/'))}` : shown;
}

/** `/www of col00214`: as the customer names it, who sees their own root only. */
export function ofCustomer(path: string, customer: string | undefined): string {
  const below = customer && belowCustomer(path, customer);
  return below ? `${below} of ${customer}` : displayText(path);
}

/** `/www`: what of a path comes after the component that names the customer; undefined where none does. */
export function belowCustomer(path: string, customer: string): string | undefined {
  const parts = componentsOf(path);
  const at = parts.findIndex((component) => component.includes(customer));
  return at < 0 ? undefined : `/${displayText(parts.slice(at + 1).join('/'))}`;
}
