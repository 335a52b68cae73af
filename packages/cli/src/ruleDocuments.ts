import { rules } from './rules.js';

/** Chapters of what is known of TKE's behaviour, the most exact first, and the public documents they come from. */
const documents: ReadonlyArray<readonly [chapter: RegExp, says: string, documents: string]> = [
  [/^R3\.(2|8|1[0-9]|2[34])$/, '', '457/45491'],
  [/^(R3\.20|3\.5)$/, 'which changes ask for another CLB', '457/45487, 457/90598'],
  [/^(R3\.22|3\.6)$/, 'names and owners of listeners', '457/45491'],
  [/^(R3|3)(\.|$)/, 'the life of a CLB', '457/45487'],
  [/^(R1|1)(\.|$)/, 'when a Service is looked at, and when nothing is done', '457/45487'],
  [/^2\.7$/, 'keys from unofficial texts', '457/51258'],
  [/^2\.8$/, 'keys of an older controller', '457/51258'],
  [/^(R2|2)(\.|$)/, 'annotations', '457/51258'],
  [/^(R4|4)(\.|$)/, 'one CLB for several Services', '457/46370, 457/45491'],
  [/^(R5\.1[45]|5\.4)$/, 'no backend twice', '457/45489'],
  [/^(R5\.16|5\.5)$/, 'sessions', '457/45490'],
  [/^5\.7$/, 'externalTrafficPolicy', '457/45492'],
  [/^(R5|5)(\.|$)/, 'listeners and their protocols', '457/51259'],
  [/^(R6|6)(\.|$)/, 'TkeServiceConfig', '457/45490'],
  [/^(R7\.[1-5]|7\.[23])$/, 'which Nodes are backends', '457/45492'],
  [/^(R7\.1[1-3]|7\.[57])$/, 'Pods that start and stop', '457/60064'],
  [/^7\.9$/, 'Nodes that leave', '457/113905'],
  [/^7\.11$/, 'target groups', '457/122522'],
  [/^7\.12$/, 'CLBs in other regions', '457/59094'],
  [/^(R7|7)(\.|$)/, 'Pods as backends', '457/41897'],
  [/^8\.2$/, 'security groups', '457/51258'],
  [/^(R8|8)(\.|$)/, 'creation parameters', '457/51258, 214/30692'],
  [/^(R12|12)(\.|$)/, 'roll-outs', '457/60064'],
  [/^9(\.|$)/, 'status, events and codes', '457/81004'],
  [/^10(\.|$)/, 'limits and pitfalls', '214/6187'],
  [/^13(\.|$)/, 'what an edit comes to', '457/45487'],
];

/** A rule that is cited: what it says, and the public documents it comes from (`457/45491` of cloud.tencent.com/document/product). */
export interface Citation {
  readonly id: string;
  readonly says: string;
  readonly documents: string;
}

/** What an id of a rule or a chapter stands for; absent when nobody knows it. */
export const citationOf = (id: string): Citation | undefined => {
  const found = documents.find(([chapter]) => chapter.test(id));
  if (found === undefined) return undefined;
  const [, chapter, numbers] = found;
  return { id, says: rules[id]?.[1] ?? chapter, documents: numbers };
};
