import { open } from './stage.js';
import { real, worldLaws } from '@clbkit/core/testing';
const [only, runsT, seedT, cut, shrink] = process.argv.slice(2);

const b = (x: any) =>
  x.tags
    ? `${x.id} ${JSON.stringify(x.network.subnet ?? 'pub')} vpc=${x.vpc} ${x.deletionProtected ? 'PROT' : ''} ${x.addresses} ${JSON.stringify(x.tags)}\n      ${x.listeners.map((l: any) => `${l.protocol}:${l.port} ${l.id} ${l.name === 'TKE-DEDICATED-LISTENER' ? '' : l.name} [${(l.backends.canonical ? l.backends.canonical.flatMap((c: any) => c.addresses.map((a: any) => a + ':' + c.port + '@' + c.weight)) : l.backends.map((c: any) => c.address + ':' + c.port + '@' + c.weight)).join(' ')}]`).join('\n      ')}`
    : '';
const brief = (text: string): string => {
  const i = text.lastIndexOf('\n');
  try {
    const v = JSON.parse(text.slice(i + 1).replace(/__proto__:null,?/g, '').replace(/\["__proto__"\]/g, '"__proto__"'));
    const sc = v.snapshot ? v : v[0];
    const s = sc.snapshot;
    const svc = Object.values(s.services.items ?? {})
      .flatMap((n: any) => Object.values(n))
      .map((d: any) =>
        d._tag === 'Left'
          ? `LEFT uid=${d.left.uid}`
          : `${d.right.key} ${d.right.uid} at=${d.right.createdAt} ${d.right.type}${d.right.deleting ? ' DEL' : ''} ${d.right.loadBalancerClass ?? ''} [${d.right.ports.map((p: any) => `${p.protocol}:${p.port}(np ${p.nodePort} ${p.name})`).join(' ')}] ${JSON.stringify(d.right.request)} pub=${d.right.published}`,
      );
    return [
      text.slice(0, i),
      JSON.stringify(sc.settings),
      s.cluster.vpc,
      `services ${s.services._tag}`,
      ...svc.map((x) => '   ' + x),
      `nodes ${s.nodes._tag} ` +
        Object.values(s.nodes.items ?? {})
          .map((n: any) => (n._tag === 'Left' ? 'LEFT' : JSON.stringify(n.right)))
          .join('\n    '),
      `slices ${s.endpointSlices._tag} ` +
        Object.entries(s.endpointSlices.items ?? {})
          .flatMap(([ns, n]: any) =>
            Object.entries(n).flatMap(([sv, m]: any) =>
              Object.values(m).map(
                (x: any) =>
                  `\n   ${ns}/${sv} ` +
                  (x._tag === 'Left'
                    ? 'LEFT'
                    : `${x.right.name} ${x.right.addressType} ${x.right.ports.length} ${x.right.ports[0].port} ${x.right.endpoints.map((e: any) => JSON.stringify(e)).join(' ')}`),
              ),
            ),
          )
          .join(''),
      `pods ${s.pods._tag}`,
      `configs ${s.serviceConfigs._tag} ${JSON.stringify(s.serviceConfigs.items)}`,
      `strays ${s.strays.length}`,
      ...sc.cloud.map((c: any) => '   ' + b(c)),
      v.snapshot ? '' : JSON.stringify(v.slice(1)),
    ].join('\n');
  } catch (e) {
    return String(e) + text;
  }
};
void (async () => {
  for (const l of worldLaws) {
    if (only && only !== 'all' && l.key !== only) continue;
    const t = Date.now();
    const v = await l.check(
      { planner: real, open },
      {
        runs: Number(runsT ?? 100),
        quick: shrink === undefined,
        ...(seedT ? { seed: Number(seedT) } : {}),
        ...(shrink !== undefined && shrink !== 'yes' ? { path: shrink } : {}),
      },
    );
    console.log(l.key, v.runs, Date.now() - t, 'ms', brief(v.failure ?? 'ok').slice(0, Number(cut ?? 1200)));
  }
})();
