import * as Backend from './Backend.js';
import { lookup, type Keyed } from './internal/keyed.js';
import type { ListenerKey } from './Listener.js';
import type { Pod } from './Pod.js';
import type { Weights } from './Request.js';
import type { ServicePort } from './Service.js';

/** The weight of the Pod behind an endpoint that is ready; absent Pods have the default. */
export type WeightOf = (pod: string | undefined) => number;

/** Every Pod at the weight CLB gives by itself (R7.4). */
export const equalWeights: WeightOf = () => Backend.weights.default;

const ordinalOf = (set: string, pod: string): number | undefined => {
  if (!pod.startsWith(`${set}-`)) return undefined;
  const ordinal = pod.slice(set.length + 1);
  return /^(?:0|[1-9][0-9]*)$/.test(ordinal) ? Number(ordinal) : undefined;
};

/** Whether a Pod may be one of a StatefulSet: what is known of its owner does not say otherwise. */
const mayBelong = (pods: Keyed<Pod>, set: string, pod: string): boolean => {
  const owner = lookup(pods, pod)?.owner;
  return owner === undefined || (owner.kind === 'StatefulSet' && owner.name === set);
};

/**
 * The weights of Pods on the listener of a Service port, by `lb-rs-weight` (tke-service 7.8). The first group and the first
 * entry that name a Pod count.
 *
 * | Pod | weight |
 * |---|---|
 * | an ordinal that a group of this port names, with the protocol of the port or of its listener | the one given there |
 * | any other, on any port | `defaultWeight`, or 10 |
 * | `web-3` of a Deployment, or of another StatefulSet | as any other: its owner says that it is not meant |
 */
export const weightsOf = (
  weights: Weights | undefined,
  pods: Keyed<Pod>,
  port: ServicePort,
  listener: ListenerKey,
): WeightOf => {
  if (weights === undefined) return equalWeights;
  const usual = weights.defaultWeight ?? Backend.weights.default;
  const [protocol = ''] = listener.split(':');
  const sets = weights.groups
    .filter((group) => group.port === port.port && [port.protocol, protocol].includes(group.protocol.toUpperCase()))
    .flatMap(({ statefulSets }) => statefulSets);
  if (sets.length === 0) return () => usual;
  return (pod) => {
    if (pod === undefined) return usual;
    for (const set of sets) {
      const ordinal = ordinalOf(set.name, pod);
      if (ordinal === undefined || !mayBelong(pods, set.name, pod)) continue;
      const found = set.weights.find(({ podIndexes }) => podIndexes.includes(ordinal));
      if (found !== undefined) return found.weight;
    }
    return usual;
  };
};

/**
 * Weights in the proportion of counts, for nodes that serve as many Pods each (`local-svc-weighted-balance`, tke-service 7.3):
 * the count itself while all of them fit, else scaled so that the largest is 100. Nobody who counts gets 0.
 *
 * | counts | weights |
 * |---|---|
 * | 1, 2, 3 | 1, 2, 3 |
 * | 1, 100, 200 | 1, 50, 100 |
 */
export const balanced = (counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> => {
  const { max } = Backend.weights;
  const most = Math.max(0, ...counts.values());
  if (most <= max) return counts;
  return new Map([...counts].map(([key, count]) => [key, Math.max(1, Math.round((count * max) / most))]));
};
