import * as Backend from './Backend.js';

/** What is to happen to the backends of one listener, in pieces that fit its quota. */
export interface Rounds {
  /** Registered before anything leaves. */
  readonly register: Backend.BackendSet;
  /** Room is made and used, piece by piece, when both sets together do not fit. */
  readonly exchanges: ReadonlyArray<{ readonly deregister: Backend.BackendSet; readonly register: Backend.BackendSet }>;
  /** Deregistered when all that was wanted is there. */
  readonly deregister: Backend.BackendSet;
  /** How many wanted backends find no room at all. */
  readonly excess: number;
}

const pick = (all: ReadonlyArray<Backend.Backend>, from: number, to: number): Backend.BackendSet =>
  Backend.canonical(all.slice(from, to));

/**
 * Splits a change of backends so that the quota of the listener is never exceeded and as few as possible are missing at any
 * time. Without a quota, or when both sets fit together, everything is registered before anything leaves. Law: serving.
 */
export const backendRounds = (
  limit: number | undefined,
  present: number,
  register: Backend.BackendSet,
  deregister: Backend.BackendSet,
): Rounds => {
  const wanted = Backend.size(register);
  if (limit === undefined || present + wanted <= limit) return { register, exchanges: [], deregister, excess: 0 };
  const joining = [...Backend.each(register)];
  const leaving = [...Backend.each(deregister)];
  const exchanges: Array<Rounds['exchanges'][number]> = [];
  let joined = Math.min(wanted, Math.max(0, limit - present));
  const atOnce = pick(joining, 0, joined);
  let left = 0;
  while (joined < wanted && left < leaving.length) {
    const room = limit - (present + joined - left);
    const usable = present - left + joined;
    const piece = Math.min(leaving.length - left, wanted - joined - room, Math.max(1, Math.floor(usable / 2)));
    const next = Math.min(wanted, joined + room + piece);
    exchanges.push({ deregister: pick(leaving, left, left + piece), register: pick(joining, joined, next) });
    left += piece;
    joined = next;
  }
  return { register: atOnce, exchanges, deregister: pick(leaving, left, leaving.length), excess: wanted - joined };
};
