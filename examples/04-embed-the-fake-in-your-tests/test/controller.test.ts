import { readDocuments, toSnapshot } from '@clbkit/kubernetes';
import { type Faults, Journal, make, World } from '@clbkit/provider-fake';
import { describe, expect, it } from '@jest/globals';
import { settle } from '../controller.js';

const text = `
{ kind: Service, apiVersion: v1, metadata: { name: web, namespace: shop, uid: u1 },
  spec: { type: LoadBalancer, ports: [{ port: 80, nodePort: 30080 }] } }
---
{ kind: Node, apiVersion: v1, metadata: { name: node-1 }, spec: { providerID: qcloud:///800006/ins-1a },
  status: { conditions: [{ type: Ready, status: 'True' }] } }
`;
const { snapshot } = toSnapshot({ cluster: { id: 'cls-mine' }, takenAt: 0 })(
  readDocuments([{ name: 'web.yaml', text }]),
);

describe('the fake cloud in five lines', () => {
  it('ends with one CLB and one listener', async () => {
    const cloud = make();
    await settle(cloud.provider, cloud.wait)(snapshot);
    const [clb] = World.loadBalancers(cloud.world());
    expect(World.size(cloud.world())).toBe(1);
    expect(Object.values(clb?.listeners ?? {}).map(({ port }) => port)).toEqual([80]);
  });
});

describe('scripted faults', () => {
  it.each<{ name: string; faults: ReadonlyArray<Faults.Fault>; passes: number }>([
    { name: 'nothing goes wrong', faults: [], passes: 2 },
    {
      name: 'the purchase is throttled twice, and tried again in the same pass',
      faults: [{ when: { action: 'CreateLoadBalancer', times: 2 }, what: { _tag: 'Throttled', retryAfterMs: 1_000 } }],
      passes: 2,
    },
    {
      name: 'the answer to the purchase is lost, and the next pass finds the CLB',
      faults: [{ when: { action: 'CreateLoadBalancer' }, what: { _tag: 'AnswerLost' } }],
      passes: 3,
    },
    {
      name: 'the task that makes the listener fails, and the next pass makes it',
      faults: [{ when: { action: 'CreateListener' }, what: { _tag: 'TaskFails' } }],
      passes: 3,
    },
  ])('$name', async ({ faults, passes }) => {
    const cloud = make({ faults });
    expect(await settle(cloud.provider, cloud.wait)(snapshot)).toBe(passes);
    expect(World.size(cloud.world())).toBe(1);
  });

  it('mends what somebody did in the console, and touches nothing else', async () => {
    const cloud = make();
    await settle(cloud.provider, cloud.wait)(snapshot);
    cloud.drift({ _tag: 'DeleteListener', loadBalancer: 0, listener: 0 });
    const before = cloud.calls().length;
    await settle(cloud.provider, cloud.wait)(snapshot);
    const writes = Journal.writes(cloud.calls().slice(before)).map(({ action }) => action);
    expect(writes).toEqual(['CreateListener', 'BatchRegisterTargets']);
  });
});
