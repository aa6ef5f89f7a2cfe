/** One thing in which one's own fleet and the team's are not alike. */
export interface FleetDifference {
  /** By which it is chosen, such as `hosts/jail15` or `timeZone`. */
  id: string;
  kind: 'server' | 'host' | 'setting';
  /** The machine's, or the setting's as it stands in the file. */
  name: string;
  /** new: only the team's fleet has it. other: both do, each another way. own: only one's own has it. */
  is: 'new' | 'other' | 'own';
  /** What is not alike, as text; undefined where it is not said. */
  fields: { field: string; own?: string | undefined; team?: string | undefined }[];
}

/** The fleet file that a repository server holds for a team, beside one's own. */
export interface TeamFleet {
  server: string;
  /** Of the file there. */
  path: string;
  /** Changes with the file; empty where there is none yet. */
  revision: string;
  /** Who published it, and when, ISO 8601; undefined where it does not say. */
  by?: string | undefined;
  at?: string | undefined;
  /** How many machines it has. */
  machines: number;
  /** Empty where both are alike; of no file, all that one's own has. */
  differences: FleetDifference[];
}
