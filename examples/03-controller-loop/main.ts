// The heart of a controller: watch events in, status and Events out. A pass follows every event.
import { defaultOptions, ObservedState, Policy, reconcile, Render, Settings } from '@clbkit/core';
import { decodeObject, readServiceStatus, statusAfter, toSnapshot } from '@clbkit/kubernetes';
import { make, World } from '@clbkit/provider-fake';
import { isLeft } from 'fp-ts/lib/Either.js';
import { patchObject, remember, store, watched } from './apiServer.js';

const cluster = { id: 'cls-loop' };
const settings = Settings.defaults;
const cloud = make();
const now = (): number => Date.parse('2026-11-20T08:00:00Z') + cloud.world().now;

for (const event of watched) {
  remember(event);
  const { snapshot } = toSnapshot({ cluster, takenAt: now() })({ objects: [...store.values()], errors: [] });

  const pass = await reconcile({
    settings,
    policy: Policy.brake(Policy.brakeDefaults),
    apply: { ...defaultOptions, concurrency: 8, wait: cloud.wait },
  })(snapshot)(cloud.provider)();
  if (isLeft(pass)) throw new Error(`the cloud cannot be observed: ${pass.left.message}`);
  const { plan, report } = pass.right;
  console.log(`${event.type} ${event.object.kind} ${event.object.metadata.name}: ${Render.summaryLine(plan)}`);

  const observed = ObservedState.make(cluster.id, World.facts(cloud.world()));
  const after = statusAfter({ settings, observed, report, now: now() });
  for (const raw of store.values()) {
    const sighting = decodeObject({ clusterId: cluster.id, takenAt: now() })(raw);
    if (sighting._tag !== 'Decoded' || sighting.object.kind !== 'Service') continue;
    const { kind, namespace, name } = sighting.object;
    const { patch, events } = after(sighting.object, readServiceStatus(raw.value));
    if (patch !== undefined) {
      console.log(`  patch ${namespace}/${name}: ${JSON.stringify(patch.status?.loadBalancer)}`);
      patchObject(kind, namespace, name, patch);
    }
    for (const { type, reason, message } of events) console.log(`  event ${type} ${reason}: ${message}`);
  }
}
