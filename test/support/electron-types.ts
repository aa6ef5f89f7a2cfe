import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

/** What electron.d.ts declares of one class or interface, with all that it inherits. */
export interface Declared {
  /** The most arguments that a member takes; undefined for a property. */
  members: Map<string, number | undefined>;
  /** The events that `on` knows. */
  events: Set<string>;
}

interface Node {
  type: string;
  [key: string]: unknown;
}

const file = fileURLToPath(new URL('../../node_modules/electron/electron.d.ts', import.meta.url));
const ofEmitter = ['on', 'once', 'off', 'emit', 'addListener', 'removeListener', 'removeAllListeners'];

/** The types of Electron's own package, by their names. */
export function electronTypes(): (name: string) => Declared {
  const { program } = parseSync(file, readFileSync(file, 'utf8'));
  const found = new Map<string, { parents: string[]; body: Node[] }>();
  const visit = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      const declaration = (node.declaration as Node | undefined) ?? node;
      if (declaration.type === 'TSModuleDeclaration') visit((declaration.body as Node).body as Node[]);
      if (declaration.type === 'TSInterfaceDeclaration' || declaration.type === 'ClassDeclaration') {
        const name = (declaration.id as Node).name as string;
        if (!found.has(name))
          found.set(name, { parents: parentsOf(declaration), body: (declaration.body as Node).body as Node[] });
      }
    }
  };
  visit(program.body as unknown as Node[]);

  return function declared(name) {
    const own = found.get(name);
    const members = new Map<string, number | undefined>();
    const events = new Set<string>();
    if (!own) {
      // Node's EventEmitter, which is not declared here.
      for (const member of ofEmitter) members.set(member, Number.POSITIVE_INFINITY);
      return { members, events };
    }
    for (const parent of own.parents) {
      const above = declared(parent);
      for (const [member, most] of above.members) members.set(member, most);
      for (const event of above.events) events.add(event);
    }
    for (const node of own.body) {
      const member = ((node.key as Node | undefined)?.name ?? '') as string;
      const params = paramsOf(node);
      if (params && member === 'on') events.add(literalOf(params[0]));
      if (member) members.set(member, params && Math.max(params.length, members.get(member) ?? 0));
    }
    return { members, events };
  };
}

function parentsOf(node: Node): string[] {
  const extended = (node.extends as Node[] | undefined) ?? [];
  const all = [...extended.map(({ expression }) => expression), node.superClass].filter(Boolean) as Node[];
  return all.map(({ name, property }) => (name ?? (property as Node | undefined)?.name ?? 'EventEmitter') as string);
}

/** Of a method, or of a property that is a function. */
function paramsOf(node: Node): Node[] | undefined {
  const list = node.params ?? (node.value as Node | undefined)?.params;
  if (Array.isArray(list)) return list as Node[];
  const type = (node.typeAnnotation as Node | undefined)?.typeAnnotation as Node | undefined;
  const inner = type?.type === 'TSParenthesizedType' ? (type.typeAnnotation as Node) : type;
  return inner?.type === 'TSFunctionType' ? (inner.params as Node[]) : undefined;
}

function literalOf(param: Node | undefined): string {
  const type = (param?.typeAnnotation as Node | undefined)?.typeAnnotation as Node | undefined;
  return ((type?.literal as Node | undefined)?.value ?? '') as string;
}
