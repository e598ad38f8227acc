import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

/** Which folder may name which: the walls of the house. */
const wall = (folders, message) => ({
  "no-restricted-imports": ["error", { patterns: [{ group: folders, message }] }],
});

export default ts.config(
  { ignores: ["dist/", "node_modules/", "src/api/bindings.ts", "src/lib/gen/"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      // A Map or Set made and read in one go needs no reactivity.
      "svelte/prefer-svelte-reactivity": "off",
      // It disagrees with svelte-check about which warnings there are.
      "svelte/no-unused-svelte-ignore": "off",
      "no-undef": "off",
      "svelte/require-each-key": "error",
      "svelte/no-at-html-tags": "error",
      // Routes are hashes of our own, resolved by app/routes.
      "svelte/no-navigation-without-resolve": "off",
    },
  },
  {
    files: ["src/**"],
    ignores: ["src/host/tauri.ts"],
    rules: wall(["@tauri-apps/*"], "Only host/tauri.ts speaks to the window."),
  },
  {
    files: ["src/components/**", "src/lib/**"],
    rules: wall(
      ["@tauri-apps/*", "**/host/*", "**/api/*", "**/app/*", "**/features/*"],
      "Components know only components and lib.",
    ),
  },
  {
    files: ["src/features/**"],
    rules: wall(
      ["@tauri-apps/*", "bits-ui", "virtua", "virtua/*", "../../features/*", "../[a-z]*/**"],
      "A feature names no other feature, and uses bits-ui and virtua through components.",
    ),
  },
);
