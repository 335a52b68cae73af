// The house rules that a machine can hold. Layout is prettier's business.
import js from '@eslint/js';
import functional from 'eslint-plugin-functional';
import tseslint from 'typescript-eslint';

const sources = 'packages/*/src/**/*.ts';
const tests = ['packages/*/test/**/*.ts', 'examples/**/test/**/*.ts'];
const pure = ['packages/core/src/**/*.ts', 'packages/kubernetes/src/**/*.ts', 'packages/provider-fake/src/**/*.ts'];

/** fp-ts has no exports map: TypeScript and Jest accept every form, Node ESM only this one. */
const imports = {
  paths: [{ name: 'fp-ts', message: "Import one module: 'fp-ts/lib/Option.js'." }],
  patterns: [
    { regex: '^(fp-ts|io-ts)/(?!lib/.+\\.js$)', message: "Write 'fp-ts/lib/X.js' (for io-ts: the root)." },
    { regex: '^io-ts/lib/(Codec|Decoder|Encoder|Schema)', message: 'Experimental io-ts modules: use the stable root.' },
    { regex: '^@clbkit/[^/]+/(src|dist)(/|$)', message: 'Import a package by its name, not a file inside it.' },
  ],
};

/** One spelling for each fp-ts function: the modern one. */
const oldNames = {
  selector:
    'MemberExpression[object.name=/^(O|E|RA|RNEA|RR|T|TE|RT|RTE)$/][property.name=/^(chain|chainW|fold|foldW)$/]',
  message: 'Use flatMap or match.',
};

const impure = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Time is data here: take it as an argument.',
  },
  {
    selector: ":matches(NewExpression, CallExpression)[callee.name='Date'][arguments.length=0]",
    message: 'Time is data here: take it as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'No randomness here: take it as an argument.',
  },
  {
    selector: 'MemberExpression[property.name=/^(localeCompare|toLocale.*)$/]',
    message: 'Depends on the machine: compare by code unit (internal/keyed byText).',
  },
];

const never = (object) =>
  ['only', 'skip', 'todo', 'failing', 'concurrent'].map((property) => ({
    object,
    property,
    message: 'Every test runs, and the same way.',
  }));

export default tseslint.config(
  {
    ignores: ['**/node_modules/', '**/dist/', 'coverage/', 'reports/', '.cache/', '.stryker-tmp/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: Object.fromEntries(
        ['console', 'process', 'performance', 'URL', 'module', 'require'].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-restricted-imports': ['error', imports],
      'no-restricted-syntax': ['error', oldNames],
      '@typescript-eslint/array-type': ['error', { default: 'generic' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        {
          allowDefaultCaseForExhaustiveSwitch: false,
          // A written default is a choice; without one the compiler and this rule find the missing case.
          considerDefaultExhaustiveForUnions: true,
          requireDefaultForNonUnion: true,
        },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `async () => value` is how a Task is written.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: [sources],
    rules: { 'no-console': 'error' },
  },
  {
    files: pure,
    rules: { 'no-restricted-syntax': ['error', oldNames, ...impure] },
  },
  {
    files: ['packages/core/src/**/*.ts'],
    plugins: { functional },
    rules: {
      'functional/no-classes': 'error',
      'functional/no-throw-statements': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    },
  },
  {
    files: ['packages/core/src/internal/brand.ts'],
    rules: { '@typescript-eslint/consistent-type-assertions': 'off' },
  },
  {
    files: ['packages/cli/src/bin.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: tests,
    rules: {
      'no-restricted-properties': ['error', ...['describe', 'it', 'test'].flatMap(never)],
      'no-restricted-globals': ['error', 'describe', 'it', 'test', 'expect', 'jest'],
      'no-restricted-imports': [
        'error',
        {
          ...imports,
          paths: [
            ...imports.paths,
            {
              name: '@jest/globals',
              importNames: ['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe'],
              message: 'Every test runs.',
            },
          ],
        },
      ],
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
