// Runs in every test file: one seed and one scale for all properties.
const fc = require('fast-check');

const { CI, FC_SEED, FC_RUNS } = process.env;

if (FC_SEED === undefined && CI !== undefined && CI !== '' && CI !== 'false')
  throw new Error('FC_SEED is not set: in CI every run names its seed. Use `pnpm test`.');

const integer = (name, text) => {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new Error(`${name} must be an integer, got "${text}"`);
  return value;
};

const positive = (name, text) => {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name} must be a number above 0, got "${text}"`);
  return value;
};

// FC_RUNS is a factor on fast-check's own 100 runs a property: FC_RUNS=10 runs 1000, FC_RUNS=0.1 runs 10.
fc.configureGlobal({
  ...(FC_SEED === undefined ? {} : { seed: integer('FC_SEED', FC_SEED) }),
  ...(FC_RUNS === undefined ? {} : { numRuns: Math.max(1, Math.round(100 * positive('FC_RUNS', FC_RUNS))) }),
});
