import type { Settings } from '../../Settings.js';
import type { Snapshot } from '../../Snapshot.js';
import { type Cloud, see } from '../cloud.js';
import { read } from '../wish.js';

/**
 * All that hangs together with a Service: the load balancers it uses, names or publishes, the Services that use or name those,
 * and so on. UIDs, Service keys and cloud ids.
 */
export const componentOf = (
  settings: Settings,
  snapshots: ReadonlyArray<Snapshot>,
  cloud: Cloud,
  start: ReadonlyArray<string>,
): ReadonlySet<string> => {
  const links: Array<readonly [string, string]> = [];
  for (const snapshot of snapshots) {
    for (const [uid, stand] of read(settings)(snapshot).stands) {
      if (stand._tag !== 'Wants') continue;
      links.push([uid, stand.service.key]);
      if (stand.where._tag === 'Existing') links.push([uid, stand.where.id]);
    }
    for (const clb of see(snapshot.cluster.id, cloud)) {
      for (const uid of clb.users) links.push([uid, clb.id]);
      for (const listener of clb.listeners) links.push([clb.id, listener.id]);
    }
  }
  const reached = new Set(start);
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const [a, b] of links) {
      if (reached.has(a)) reached.add(b);
      else if (reached.has(b)) reached.add(a);
    }
  }
  return reached;
};
