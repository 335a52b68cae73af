import { type Documents, readServiceStatus } from '@clbkit/kubernetes';
import { isRight } from 'fp-ts/lib/Either.js';
import { decoded } from './cluster.js';

const columns = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  );
};

/** The Services of type LoadBalancer, about as `kubectl get services` lists them; or one of them. */
export const serviceTable = ({ objects }: Documents, only?: string): ReadonlyArray<string> => {
  const rows = objects.flatMap((raw): ReadonlyArray<ReadonlyArray<string>> => {
    const found = decoded(raw);
    if (found?.kind !== 'Service') return [];
    if (isRight(found.decoded) && found.decoded.right.type !== 'LoadBalancer') return [];
    const name = `${found.namespace}/${found.name}`;
    if (only !== undefined && only !== name) return [];
    const { ingress, conditions } = readServiceStatus(raw.value);
    const ready = conditions.find(({ type }) => type === 'Ready');
    const address = ingress.map(({ ip, hostname }) => ip ?? hostname ?? '').join(',');
    return [[name, address === '' ? '<none>' : address, ready?.status ?? '-', ready?.reason ?? '']];
  });
  return columns([['SERVICE', 'EXTERNAL-IP', 'READY', 'REASON'], ...rows]);
};
