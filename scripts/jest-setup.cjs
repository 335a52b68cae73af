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

// FC_RUNS is a factor on fast-check's own 100 runs a property: FC_RUNS=10 runs 1000.
fc.configureGlobal({
  ...(FC_SEED === undefined ? {} : { seed: integer('FC_SEED', FC_SEED) }),
  ...(FC_RUNS === undefined ? {} : { numRuns: 100 * integer('FC_RUNS', FC_RUNS) }),
});
