import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['.contend/**', 'results/**', 'node_modules/**', 'app/dist/**', 'app/node_modules/**', 'test-results/**', 'playwright-report/**', 'blob-report/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js', 'app/*.mjs', 'fixtures/stack/cli/*.mjs'] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // An unawaited promise in a concurrency suite is a race in the suite itself.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-empty-pattern': 'off',
    },
  },
  { files: ['**/*.mjs', '**/*.js'], ...tseslint.configs.disableTypeChecked },
);
