import { readFileSync } from 'node:fs';
import type { Snapshot } from '@clbkit/core';
import { toSnapshot } from '@clbkit/kubernetes';
import { decodeWorld } from '@clbkit/provider-fake';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import { cluster, readShop } from '../demo/cluster.js';

const folder = new URL('../shop/', import.meta.url);
const { snapshot, diagnostics } = toSnapshot({ cluster, takenAt: 0 })(readShop(folder));

const services = (): ReadonlyArray<Snapshot.Decoded<unknown>> =>
  snapshot.services._tag === 'Known' ? Object.values(snapshot.services.items).flatMap(Object.values) : [];

describe('the manifests of the shop', () => {
  it('have nothing in them that is out of place', () => {
    expect(diagnostics).toEqual([]);
    expect(snapshot.strays).toEqual([]);
  });

  it('hold thirteen Services, of which one is misspelt', () => {
    expect(services()).toHaveLength(13);
    expect(services().filter(E.isLeft)).toHaveLength(1);
  });

  it('hold five readable Nodes', () => {
    const nodes = snapshot.nodes._tag === 'Known' ? Object.values(snapshot.nodes.items) : [];
    expect(nodes.filter(E.isRight)).toHaveLength(5);
  });

  it('spread the endpoints of checkout over two slices', () => {
    const slices = snapshot.endpointSlices._tag === 'Known' ? snapshot.endpointSlices.items['shop']?.['checkout'] : {};
    expect(Object.keys(slices ?? {})).toEqual(['checkout-7xk2p', 'checkout-m9vqd']);
  });

  it('meet a cloud that can be read', () => {
    expect(E.isRight(decodeWorld(JSON.parse(readFileSync(new URL('cloud.json', folder), 'utf8'))))).toBe(true);
  });
});
