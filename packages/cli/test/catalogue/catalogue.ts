import { annotations } from './annotations.js';
import { backends, creation, rollouts } from './backends.js';
import type { Entry } from './Entry.js';
import { lifecycle, sharing } from './lifecycle.js';
import { configs, listeners } from './listeners.js';
import { changes, edits, mistakes, silences } from './tables.js';
import { codes, pitfalls } from './troubles.js';
import { when } from './when.js';

/** One part of what TKE's Service Controller does. */
export interface Part {
  readonly title: string;
  /** How the ids are counted in the summary. */
  readonly kind: 'rules' | 'rows' | 'annotations' | 'codes' | 'pitfalls';
  readonly entries: ReadonlyArray<Entry>;
}

/** How many rules each chapter has: ids run from 1 without a gap. */
export const ruleCounts = { R1: 9, R2: 4, R3: 26, R4: 12, R5: 18, R6: 10, R7: 13, R8: 3, R12: 6 } as const;

/** How many rows each table has, codes and pitfalls among them. */
export const rowCounts = { '1.3': 7, '3.5': 10, '13.2': 24, '13.3': 22, '10.2': 20 } as const;

/** Everything there is to hold, part by part. */
export const catalogue: ReadonlyArray<Part> = [
  { title: 'When it looks, and values of annotations (R1, R2)', kind: 'rules', entries: when },
  { title: 'The life of a CLB (R3)', kind: 'rules', entries: lifecycle },
  { title: 'One CLB for several Services (R4)', kind: 'rules', entries: sharing },
  { title: 'Listeners (R5)', kind: 'rules', entries: listeners },
  { title: 'TkeServiceConfig (R6)', kind: 'rules', entries: configs },
  { title: 'Backends (R7)', kind: 'rules', entries: backends },
  { title: 'Creation parameters (R8)', kind: 'rules', entries: creation },
  { title: 'Roll-outs (R12)', kind: 'rules', entries: rollouts },
  { title: 'When nothing is done, or something released (1.3)', kind: 'rows', entries: silences },
  { title: 'Changes of a CLB (3.5)', kind: 'rows', entries: changes },
  { title: 'An edit, and what it comes to (13.2)', kind: 'rows', entries: edits },
  { title: 'Input that is wrong or impossible (13.3)', kind: 'rows', entries: mistakes },
  { title: 'Annotations (2)', kind: 'annotations', entries: annotations },
  { title: 'Error codes (9.3)', kind: 'codes', entries: codes },
  { title: 'Pitfalls (10.2)', kind: 'pitfalls', entries: pitfalls },
];
