import type { ListenerSettings, ListenerWish } from './Listener.js';
import type { RuleWish } from './Rule.js';

const certificatesOf = (rules: ReadonlyArray<RuleWish>): ReadonlyArray<string> => [
  ...new Set(rules.flatMap(({ settings }) => settings.certificate ?? [])),
];

const bare = ({ settings: { certificate: _, ...settings }, ...rule }: RuleWish): RuleWish => ({ ...rule, settings });

/**
 * An HTTPS wish with its certificates where the listener can bear them (R5.10).
 *
 * | certificates wanted | listener | they stand on |
 * |---|---|---|
 * | several | any | the rules; SNI is switched on where it is off |
 * | one | has SNI | the rules: SNI cannot be switched off, and the listener goes on serving |
 * | one | has none, or is new | the listener |
 */
export const withCertificates = (wish: ListenerWish, observed: ListenerSettings | undefined): ListenerWish => {
  const { rules } = wish;
  if (rules === undefined || wish.protocol !== 'HTTPS') return wish;
  const [only, ...others] = certificatesOf(rules);
  if (others.length > 0 || observed?.sni === true) return { ...wish, settings: { ...wish.settings, sni: true } };
  if (only === undefined) return { ...wish, rules: rules.map(bare) };
  const from = rules.find(({ settings }) => settings.certificate !== undefined)?.declaredBy?.['certificate'];
  return {
    ...wish,
    settings: { ...wish.settings, certificate: only },
    ...(from === undefined ? {} : { declaredBy: { ...wish.declaredBy, certificate: from } }),
    rules: rules.map(bare),
  };
};
