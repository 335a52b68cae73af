import { cheapest } from './cheapestLaw.js';
import * as fc from 'fast-check';
import { open } from './stage.js';
import { real, planLaws, worldLaws as w } from '@clbkit/core/testing';
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
const [only, nT, seedT, showSig] = process.argv.slice(2);
const worldLaws = [...w, cheapest]; const law: any = [...worldLaws, ...planLaws].find((l) => l.key === only);
void (async () => {
  const groups = new Map<string, { n: number; seed: number; size: number; text: string }>();
  const n = Number(nT ?? 100); const base = Number(seedT ?? 1);
  const t = Date.now();
  for (let i = 0; i < n; i++) {
    if (process.env["TRACE"]) console.error("seed", base + i);
    const v = await law.check(planLaws.includes(law) ? real : { planner: real, open }, { runs: 1, quick: true, seed: base + i });
    if (v.failure === undefined) continue;
    const lines: string[] = v.failure.split('\n');
    const sig = [...new Set(lines.slice(1).filter((l) => /^(\[?[A-Z][A-Za-z]+: |it throws|the cloud answered|pass|other|at first|after an|died|another)/.test(l)).map((l) => l.replace(/lb-?l?-[a-z0-9-]+|uid-\d-\d|\d+\.\d+\.\d+\.\d+|ins-\w+|kn-\w+|\d{4,5}/g, '#').replace(/(TCP|UDP|TCP_SSL):\d+/g, 'L').replace(/Service \S+/, 'Service').slice(0, 110)))].sort().join(' | ');
    const g = groups.get(sig);
    const size = lines.at(-1)!.length;
    if (!g || size < g.size) groups.set(sig, { n: (g?.n ?? 0) + 1, seed: base + i, size, text: v.failure }); else g.n++;
  }
  console.log(only, n, 'runs', Date.now() - t, 'ms', [...groups.values()].reduce((a, g) => a + g.n, 0), 'failures');
  for (const [sig, g] of [...groups].sort((a, b) => b[1].n - a[1].n).slice(0, 12)) console.log(g.n, showSig ? brief(g.text).slice(0, Number(showSig)) : '', 'seed', g.seed, 'size', g.size, '\n    ', sig.slice(0, 600));
})();
