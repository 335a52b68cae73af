// A cluster, a cloud in memory, the plan between them, and the cloud after it was carried out.
import { apply, defaultOptions, ObservedState, plan, Render, Settings } from '@clbkit/core';
import { readDocuments, toSnapshot } from '@clbkit/kubernetes';
import { make, World } from '@clbkit/provider-fake';

const text = `
kind: Service
apiVersion: v1
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, ports: [{ port: 80, nodePort: 30080 }] }
---
kind: Node
apiVersion: v1
metadata: { name: node-1 }
spec: { providerID: qcloud:///800006/ins-5fj2k8aq }
status: { conditions: [{ type: Ready, status: 'True' }] }
`;
const cluster = { id: 'cls-quick' };
const { snapshot } = toSnapshot({ cluster, takenAt: 0 })(readDocuments([{ name: 'shop.yaml', text }]));

const todo = plan(Settings.defaults)(ObservedState.empty, snapshot);
console.log(Render.toText()(todo));

const cloud = make();
const report = await apply(defaultOptions)(todo)(cloud.provider)();
console.log(Render.reportToText()(report));
console.log(Render.observedToText()(ObservedState.make(cluster.id, World.facts(cloud.world()))));
