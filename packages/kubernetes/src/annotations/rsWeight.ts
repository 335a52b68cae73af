import type * as t from 'io-ts';
import type { Fault } from '../fieldPath.js';
import { list, oneOf, optional, portNumber, wholeNumber } from '../wire.js';
import { json, listOf, members, objectName, unless } from './json.js';

const weight = wholeNumber(0, 100);

const PodWeights = members('an object such as {"weight":0,"podIndexes":[0]}', {
  weight,
  podIndexes: listOf(wholeNumber(0, 2_147_483_647)),
});

const Group = members('an object such as {"key":{"proto":"TCP","port":80},"statefulSets":[]}', {
  key: members('an object such as {"proto":"TCP","port":80}', {
    proto: oneOf('TCP', 'UDP', 'TCP_SSL', 'QUIC', 'HTTP', 'HTTPS'),
    port: portNumber,
  }),
  statefulSets: list(
    members('an object such as {"name":"web","weights":[]}', {
      name: objectName('StatefulSet'),
      weights: list(PodWeights),
    }),
  ),
});

const RsWeight = members('an object such as {"defaultWeight":10,"groups":[]}', {
  defaultWeight: optional(weight),
  groups: list(Group),
});

/** A Pod may have one weight on a listener. */
const faultsIn = ({ groups }: t.TypeOf<typeof RsWeight>): ReadonlyArray<Fault> => {
  const known = new Map<string, number>();
  const faults: Array<Fault> = [];
  for (const [group, { key, statefulSets }] of groups.entries())
    for (const [set, { name, weights }] of statefulSets.entries())
      for (const [index, one] of weights.entries())
        for (const [place, pod] of one.podIndexes.entries()) {
          const of = `${key.proto}:${key.port} ${name}-${pod}`;
          const before = known.get(of);
          if (before !== undefined && before !== one.weight)
            faults.push({
              path: ['groups', group, 'statefulSets', set, 'weights', index, 'podIndexes', place],
              expected: `one weight for Pod ${name}-${pod} on ${key.proto}:${key.port}`,
              found: `${before} and ${one.weight}`,
            });
          known.set(of, one.weight);
        }
  return faults;
};

/** `lb-rs-weight`: weights of Pods (7.8). */
export const rsWeight = json('{"defaultWeight":10,"groups":[]}', RsWeight, (wire) =>
  unless(faultsIn(wire), () => ({
    weights: {
      ...(wire.defaultWeight === undefined ? {} : { defaultWeight: wire.defaultWeight }),
      groups: wire.groups.map(({ key, statefulSets }) => ({ protocol: key.proto, port: key.port, statefulSets })),
    },
  })),
);
