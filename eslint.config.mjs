import js from '@eslint/js';
import comments from '@eslint-community/eslint-plugin-eslint-comments';
import { defineConfig, globalIgnores } from 'eslint/config';
import sortedImports from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

const typescript = ['**/*.ts', '**/*.tsx'];
const specs = ['**/*.spec.ts', '**/*.spec.tsx', 'test/**'];
const injecting = ['apps/**', 'libs/wiring/**'];

const guessingWrites = {
  selector: 'CallExpression[callee.property.name=/^(save|upsert|orIgnore)$/]',
  message:
    'save reads before it writes, upsert and orIgnore return wrong ids: insert, catch the duplicate, select by natural key.',
};
const fiveParameters = {
  selector:
    ':matches(FunctionDeclaration, ArrowFunctionExpression, MethodDefinition[kind!="constructor"] > FunctionExpression)[params.length>4]',
  message: 'At most four parameters; only a constructor that Nest injects into may have more.',
};
const clockAndChance = [
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'Time is a parameter: the core reads no clock.',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Time is a parameter: the core reads no clock.',
  },
  {
    selector:
      'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(now|local|utc)$/][arguments.length=0]',
    message: 'Time is a parameter: the core reads no clock.',
  },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'Chance is a port: take the random bytes as a parameter.',
  },
];
const outsideTheCore = [
  'process',
  'console',
  'performance',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
].map((name) => ({ name, message: 'The core reads no clock and no environment: use a port.' }));

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'coverage/', '**/fixtures/']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { comments, sortedImports },
    rules: {
      'comments/require-description': 'error',
      'sortedImports/imports': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        clearTimeout: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        module: 'writable',
        performance: 'readonly',
        process: 'readonly',
        setTimeout: 'readonly',
        URL: 'readonly',
      },
    },
  },
  {
    files: typescript,
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, requireDefaultForNonUnion: true },
      ],
    },
  },
  {
    files: typescript,
    ignores: ['libs/core/**'],
    rules: { 'no-restricted-syntax': ['error', guessingWrites] },
  },
  {
    files: typescript,
    ignores: specs,
    rules: {
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    files: typescript,
    ignores: injecting,
    rules: { '@typescript-eslint/max-params': ['error', { max: 4 }] },
  },
  {
    files: injecting,
    rules: { 'no-restricted-syntax': ['error', guessingWrites, fiveParameters] },
  },
  {
    files: ['libs/core/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', guessingWrites, ...clockAndChance] },
  },
  {
    files: ['libs/core/**/*.ts'],
    ignores: specs,
    rules: {
      'no-restricted-globals': ['error', ...outsideTheCore],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex:
                '^(@nestjs/|@fastify/|fastify$|typeorm|bull|mysql2|#(channels|persistence|queue|wiring)/)',
              message:
                'The core imports no framework, no database, no queue and nothing that depends on it.',
            },
            {
              regex: '^node:(?!crypto$|buffer$)',
              message:
                'The core is free of input and output: of Node it uses crypto and buffer only.',
            },
          ],
        },
      ],
    },
  },
);
