// The import arrows of the product. Inside core a file with a capital is a noun, one without is a verb:
//
//   index → verbs → nouns → internal          testing may use all of them, nothing uses testing
//
// Between packages: kubernetes → core ← provider-*; cli, examples and bench may import everything.
const core = '^packages/core/src/';
const noun = `${core}[A-Z][^/]*[.]ts$`;
const verb = `${core}(?!index[.]ts$)[a-z][^/]*[.]ts$`;
const index = `${core}index[.]ts$`;
const internal = `${core}internal/`;
const testing = `${core}testing/`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid('no-cycles', 'Nothing calls backwards, types included.', {}, { circular: true }),
    forbid('resolvable', 'An import must lead somewhere.', {}, { couldNotResolve: true }),
    forbid(
      'listed',
      'A package imports only what its own package.json lists, and its sources nothing from devDependencies.',
      { path: '^packages/[^/]+/src/' },
      {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'],
      },
    ),

    forbid(
      'core-libraries',
      'The core depends on fp-ts (immer would be allowed), and for testing on fast-check; nothing of Node.',
      { path: core },
      { pathNot: [core, '/node_modules/(fp-ts|immer|fast-check)/'] },
    ),
    forbid(
      'core-fast-check',
      'fast-check is for @clbkit/core/testing only.',
      { path: core, pathNot: testing },
      { path: '/node_modules/fast-check/' },
    ),
    forbid(
      'core-nouns',
      'A noun knows nouns and internal helpers, no verb.',
      { path: noun },
      { path: [verb, index, testing] },
    ),
    forbid('core-verbs', 'A verb knows neither the index nor testing.', { path: verb }, { path: [index, testing] }),
    forbid('core-internal', 'A helper knows only helpers.', { path: internal }, { path: core, pathNot: internal }),
    forbid(
      'core-judge',
      'The judge is written without the planner: it would share its mistakes.',
      { path: `${testing}judge[.]ts$` },
      { path: verb },
    ),

    forbid(
      'packages-by-name',
      'Another package is imported by its name, so only its entry points are seen.',
      { path: '^packages/([^/]+)/' },
      {
        path: '^packages/',
        pathNot: ['^packages/$1/', '^packages/[^/]+/src/index[.]ts$', '^packages/[^/]+/src/[^/]+/index[.]ts$'],
      },
    ),
    forbid(
      'core-alone',
      'The core and its tests import no other package.',
      { path: '^packages/core/' },
      { path: '^packages/', pathNot: '^packages/core/' },
    ),
    forbid(
      'adapters-apart',
      'Adapters never import one another.',
      { path: '^packages/(kubernetes|provider-[^/]+)/' },
      { path: '^packages/', pathNot: ['^packages/$1/', core] },
    ),
    forbid(
      'simulator',
      'The simulator is the other face of the fake: it knows core and provider-fake.',
      { path: '^packages/clb-simulator/' },
      { path: '^packages/', pathNot: ['^packages/clb-simulator/', core, '^packages/provider-fake/src/'] },
    ),
    forbid(
      'nothing-imports-cli',
      'Nothing imports the command line or the examples.',
      { pathNot: '^(packages/cli|examples|bench)/' },
      { path: '^(packages/cli|examples|bench)/' },
    ),
    forbid(
      'sources-not-tests',
      'Sources do not import tests.',
      { path: '^packages/[^/]+/src/' },
      { path: '^packages/[^/]+/test/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@clbkit/source', 'import', 'require', 'node', 'default'],
    },
  },
};
