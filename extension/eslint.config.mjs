// @ts-check
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

// Modules that decide without the editor: tested under node, so they must not know it.
const pure = ['src/**/*.pure.ts'];

export default tseslint.config(
  // protocol.ts is generated.
  { ignores: ['out/', 'scripts/', 'eslint.config.mjs', 'src/protocol.ts'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './src/webview/tsconfig.json'],
        tsconfigRootDir: dirname(fileURLToPath(import.meta.url)),
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    // node:test's functions return promises that its runner awaits.
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
  {
    files: pure,
    rules: {
      'no-restricted-imports': ['error', { paths: ['vscode', 'vscode-languageclient', 'vscode-languageclient/node'] }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/daemon/**', ...pure],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['vscode-languageclient', 'vscode-languageclient/node', 'node:child_process'].map((name) => ({
            name,
            message: 'Only src/daemon speaks to other processes.',
          })),
        },
      ],
    },
  },
);
