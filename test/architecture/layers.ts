import { type Import, importsOf, isCode, isOurs, type Rule, type Source } from './sources.ts';

interface Layer {
  /** The files it has: the start of their paths. The longest start that fits wins. */
  at: string;
  /** The layers it may import, beside itself. */
  may: readonly string[];
  /** Layers of which it may import types, which are gone when the program runs. */
  mayTypes?: readonly string[];
}

const main = ['contract', 'domain', 'programs', 'ssh', 'stores', 'jobs', 'features'] as const;

/** The design's table, "In the app". */
export const layers: Record<string, Layer> = {
  contract: { at: 'src-main/contract/', may: [] },
  domain: { at: 'src-main/domain/', may: [], mayTypes: ['contract'] },
  programs: { at: 'src-main/programs/', may: ['domain'], mayTypes: ['contract'] },
  ssh: { at: 'src-main/ssh/', may: ['domain', 'contract'] },
  stores: { at: 'src-main/stores/', may: ['domain', 'contract'] },
  jobs: { at: 'src-main/jobs/', may: ['contract'] },
  features: { at: 'src-main/features/', may: ['contract', 'domain', 'programs', 'ssh', 'stores', 'jobs'] },
  core: { at: 'src-main/', may: main },
  'shells/shared': { at: 'src-main/shells/shared/', may: ['core', 'contract'] },
  'shells/web': { at: 'src-main/shells/web/', may: ['core', 'contract', 'shells/shared'] },
  'shells/electron': { at: 'src-main/shells/electron/', may: ['core', 'contract', 'shells/shared'] },
  // The command line starts the web shell: `nightkeep serve`.
  'shells/cli': { at: 'src-main/shells/cli/', may: ['core', 'contract', 'shells/shared', 'shells/web'] },
  'renderer api': { at: 'src-renderer/api/', may: ['contract'] },
  'renderer format': { at: 'src-renderer/format/', may: [], mayTypes: ['contract'] },
  'renderer ui': {
    at: 'src-renderer/ui/',
    may: ['renderer format'],
    mayTypes: ['contract', 'renderer api', 'renderer state'],
  },
  'renderer state': { at: 'src-renderer/state/', may: ['renderer api', 'renderer format'], mayTypes: ['contract'] },
  renderer: {
    at: 'src-renderer/',
    may: ['renderer api', 'renderer state', 'renderer ui', 'renderer format'],
    mayTypes: ['contract'],
  },
};

export function layerOf(path: string): string | undefined {
  const fitting = Object.entries(layers).filter(([, { at }]) => path.startsWith(at));
  return fitting.sort(([, a], [, b]) => b.at.length - a.at.length)[0]?.[0];
}

/** Which layer may import which. */
export const importTable: Rule = (sources) =>
  sources.filter((source) => isCode(source) && isOurs(source)).flatMap(problemsOf);

function problemsOf(source: Source): string[] {
  const from = layerOf(source.path) as string;
  return importsOf(source).flatMap((imported) => {
    if (imported.isPackage || imported.target === 'package.json') return [];
    const to = layerOf(imported.target);
    return to !== undefined && isAllowed(from, to, imported) ? [] : [complaint(source, from, to, imported)];
  });
}

const isAllowed = (from: string, to: string, { isType }: Import) => {
  const { may, mayTypes = [] } = layers[from] as Layer;
  return from === to || may.includes(to) || (isType && mayTypes.includes(to));
};

function complaint(source: Source, from: string, to: string | undefined, { target }: Import): string {
  const { may, mayTypes = [] } = layers[from] as Layer;
  const allowed = [...may, ...mayTypes.map((layer) => `types of ${layer}`)].join(', ') || 'nothing of ours';
  return (
    `${source.path} imports ${target}${to ? ` of the layer ${to}` : ', outside of the app'}. The layer ${from} may import: ` +
    `${allowed}. Pass what it needs in from above (core.ts composes), or move the code to the layer it belongs to.`
  );
}
