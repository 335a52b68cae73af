import { Plan, Report } from '@clbkit/core';
import { type Action, Journal, World } from '@clbkit/provider-fake';
import { annotate, becomeReady, deleteNode, deleteService, join, leave, taintForRemoval, terminate } from './edits.js';
import { lent, skipped } from './foreign.js';
import type { Narrator } from './narrator.js';
import { listenerOf, loadBalancersOf } from './picture.js';
import { serviceTable } from './services.js';

/** A piece of the story. */
export interface Chapter {
  readonly title: string;
  readonly prose: string;
  readonly play: (on: Narrator) => Promise<void>;
}

const count = (plan: Plan.Plan, tag: string): number => Plan.steps(plan).filter((step) => step._tag === tag).length;

const sent = (on: Narrator, action: Action): number =>
  Journal.writes(on.fake.calls()).filter((entry) => entry.action === action).length;

const firstPass: Chapter = {
  title: '1. A shop moves in',
  prose: `Thirteen Services in three namespaces, five nodes, and three CLBs that are already there: one the network team
    bought and lends to DNS, one of another cluster, and one whose Service says "mode: skip". One Service is misspelt, one
    belongs to another controller, three need no CLB. Nothing has been done yet; this is what would be done, and why.`,
  play: async (on) => {
    const { report } = await on.act();
    on.block('kubectl get services', serviceTable(on.documents()));
    on.expect('every step was done', Report.succeeded(report));
    on.expect('five CLBs were bought, one for each Service that wants its own', sent(on, 'CreateLoadBalancer') === 5);
    const misspelt = serviceTable(on.documents(), 'shop/reviews').join();
    on.expect(
      'the misspelt Service has none, and says why in its status',
      loadBalancersOf(on, 'shop/reviews').length === 0 && /<none> +False +InvalidField/.test(misspelt),
    );
  },
};

const quietPass: Chapter = {
  title: '2. Nothing has changed',
  prose: 'The same cluster, looked at again. In sync means no writes at all, however often one looks.',
  play: async (on) => {
    const { plan } = await on.quiet();
    on.expect('the second plan is empty', Plan.isEmpty(plan));
  },
};

const scaling: Chapter = {
  title: '3. Checkout is scaled, then a Pod leaves',
  prose: `shop/checkout has its Pods as backends ("direct-access"). Two new Pods are ready and one that was starting is
    ready too, while an old one is told to stop: it keeps the connections it has and gets no new ones.`,
  play: async (on) => {
    const scaled = await on.act(
      becomeReady('checkout-m9vqd', '10.0.65.52'),
      join('checkout-m9vqd', '10.0.67.52', '10.0.8.13'),
      join('checkout-7xk2p', '10.0.66.53', '10.0.8.12'),
      terminate('checkout-7xk2p', '10.0.65.51'),
    );
    on.expect('one call registers all new Pods on both listeners', count(scaled.plan, 'RegisterBackends') === 1);
    on.expect('the Pod that stops is not removed yet', count(scaled.plan, 'DeregisterBackends') === 0);
    on.prose('A minute later the old Pod is gone.');
    const gone = await on.act(leave('checkout-7xk2p', '10.0.65.51'));
    on.expect('now it is removed', count(gone.plan, 'DeregisterBackends') === 1);
  },
};

const drain: Chapter = {
  title: '4. A node is drained',
  prose: `Node 10.0.8.13 was cordoned last night. A cordoned node takes no new Pods, but its node ports work, so it has been a
    backend all along. Now the autoscaler marks it for removal, and traffic must leave it before the machine does.`,
  play: async (on) => {
    const drained = await on.act(taintForRemoval('10.0.8.13'));
    on.expect(
      'one call for each CLB takes it off all its listeners',
      count(drained.plan, 'DeregisterBackends') === Plan.steps(drained.plan).length,
    );
    on.prose('The machine is destroyed, and its Node object goes.');
    on.fake.drift({ _tag: 'DestroyInstance', address: 'ins-e7r0wq3n' });
    const after = await on.quiet(deleteNode('10.0.8.13'));
    on.expect('there is nothing left to do for it', Plan.isEmpty(after.plan));
  },
};

const goInternal: Chapter = {
  title: '5. The API leaves the internet',
  prose: `shop/api gets the annotation of an internal CLB. A CLB cannot change its network, so another one has to take over:
    it is bought, filled and published before the old one goes. (Settings can refuse such a change instead.)`,
  play: async (on) => {
    const [old] = loadBalancersOf(on, 'shop/api');
    const { plan, report } = await on.act(
      annotate('shop', 'api', 'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid', 'subnet-4t9w2e7k'),
    );
    on.draw(plan);
    on.showCalls();
    on.block('kubectl get services', serviceTable(on.documents(), 'shop/api'));
    const [made, ...more] = loadBalancersOf(on, 'shop/api');
    const [handover] = on.handovers();
    on.expect('every step was done', Report.succeeded(report));
    on.expect(
      'when the address was switched, the new CLB had its backends, and the old one still had its own',
      handover?.bothServed === true,
    );
    on.expect('one CLB remains, and it is internal', made?.network._tag === 'Internal' && more.length === 0);
    on.expect('the old one is gone', old !== undefined && World.loadBalancer(old.id)(on.fake.world()) === undefined);
  },
};

const inTheConsole: Chapter = {
  title: '6. Somebody was in the console',
  prose: `Overnight somebody deleted the HTTPS listener of the storefront, set a weight of voice to 0, renamed the CLB of
    checkout, and added a listener of their own on port 8081 of the storefront's CLB.`,
  play: async (on) => {
    const [storefront] = loadBalancersOf(on, 'shop/storefront');
    const [voice] = loadBalancersOf(on, 'shop/voice');
    const [checkout] = loadBalancersOf(on, 'shop/checkout');
    const https = listenerOf(storefront, 'TCP:443');
    const stun = listenerOf(voice, 'UDP:3478');
    if (storefront && voice && checkout && https && stun) {
      const backend = { address: 'ins-5fj2k8aq', port: 30478, weight: 0 };
      on.fake.drift({ _tag: 'DeleteListener', loadBalancer: storefront.id, listener: https.id });
      on.fake.drift({ _tag: 'SetWeight', loadBalancer: voice.id, listener: stun.id, backend });
      on.fake.drift({ _tag: 'RenameLoadBalancer', loadBalancer: checkout.id, name: 'checkout-do-not-delete' });
      on.fake.drift({ _tag: 'AddListener', loadBalancer: storefront.id, name: 'canary', protocol: 'TCP', port: 8081 });
    }
    const { plan } = await on.act();
    const [mended] = loadBalancersOf(on, 'shop/storefront');
    on.expect(
      'the listener is made again with its settings',
      listenerOf(mended, 'TCP:443')?.settings.scheduler === 'LEAST_CONN',
    );
    on.expect('the weight is set back', count(plan, 'SetBackendWeights') === 1);
    on.expect("the person's listener stays", listenerOf(mended, 'TCP:8081')?.name === 'canary');
    on.expect('the new name stays', loadBalancersOf(on, 'shop/checkout')[0]?.name === 'checkout-do-not-delete');
  },
};

const lostAnswer: Chapter = {
  title: '7. The misspelling is mended, and the cloud loses an answer',
  prose: `shop/reviews says "true" now instead of "yes". Its CLB is bought, but the answer to the purchase never arrives:
    nobody can tell whether there is a CLB. So the lane stops, and the next pass looks before it does anything.`,
  play: async (on) => {
    on.fake.setFaults([{ when: { action: 'CreateLoadBalancer' }, what: { _tag: 'AnswerLost' } }]);
    const lost = await on.act(annotate('shop', 'reviews', 'service.cloud.tencent.com/direct-access', 'true'));
    on.expect('the first pass stops at the lost answer', Report.count(lost.report).Failed === 1);
    on.prose('The next pass finds the CLB by its tags, which it was born with, and goes on from there.');
    const { report } = await on.act();
    on.expect('the second pass ends well', Report.succeeded(report));
    on.expect('there is one CLB for it, not two', loadBalancersOf(on, 'shop/reviews').length === 1);
  },
};

const release: Chapter = {
  title: '8. Two Services go',
  prose: `shop/voice is deleted, and so is infra/dns-udp, which used the network team's CLB together with infra/dns-tcp. What we
    bought goes as a whole. From what was lent we take our listener and our tags, and nothing else.`,
  play: async (on) => {
    const [voice] = loadBalancersOf(on, 'shop/voice');
    await on.act(deleteService('shop', 'voice', ['voice-qz4hw']), deleteService('infra', 'dns-udp', ['dns-udp-7nn4t']));
    const world = on.fake.world();
    const keys = Object.values(World.loadBalancer(lent)(world)?.listeners ?? {})
      .map(({ port }) => port)
      .sort();
    on.expect('the CLB of voice is gone', voice !== undefined && World.loadBalancer(voice.id)(world) === undefined);
    on.expect("the lent CLB keeps the person's listener and that of dns-tcp", keys.join() === '443,53');
    on.expect('the skipped CLB is still there', World.loadBalancer(skipped)(world) !== undefined);
    const last = await on.quiet();
    on.expect('and then there is nothing left to do', Plan.isEmpty(last.plan));
  },
};

/** The story, in order. */
export const chapters: ReadonlyArray<Chapter> = [
  firstPass,
  quietPass,
  scaling,
  drain,
  goInternal,
  inTheConsole,
  lostAnswer,
  release,
];
