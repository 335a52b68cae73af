import type { Fault } from '../fieldPath.js';
import { oneOf, optional, portNumber } from '../wire.js';
import { json, listOf, members, repeated, textLike, unless } from './json.js';

const TargetGroup = members('an object such as {"protocol":"TCP","port":80}', {
  protocol: oneOf('TCP', 'UDP', 'TCP_SSL', 'QUIC', 'HTTP', 'HTTPS'),
  port: portNumber,
  name: optional(textLike('the name of a TargetGroup, without dots', /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)),
});

const twice = (values: ReadonlyArray<string>, expected: string): ReadonlyArray<Fault> =>
  repeated(values).map((index) => ({ path: [index], expected, found: values[index] }));

/** `target-groups`: a target group in place of backends; one for each port, and no group for two (7.11). */
export const targetGroups = json('[{"protocol":"TCP","port":80,"name":"group"}]', listOf(TargetGroup), (groups) =>
  unless(
    [
      ...twice(
        groups.map(({ protocol, port }) => `${protocol}:${port}`),
        'each protocol and port once',
      ),
      ...twice(
        groups.map(({ name }, index) => name ?? `#${index}`),
        'each TargetGroup once',
      ),
    ],
    () => ({
      targetGroups: groups.map(({ name, ...rest }) => ({ ...rest, ...(name === undefined ? {} : { name }) })),
    }),
  ),
);
