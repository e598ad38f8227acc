/**
 * No text that a person sees stands in a screen's code: it comes from the message files. Looked at are the texts
 * and attributes of templates, and every string of scripts and modules that reads like words.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "svelte/compiler";
import ts from "typescript";
import { expect, test } from "vitest";

const SOURCE = join(import.meta.dirname, "..");

/** What is shown as it is in every language, or is no text on a screen. */
const EXCEPTIONS: Record<string, readonly string[]> = {
  // The program's name.
  "app/Shell.svelte": ["Kith"],
  "features/start/Start.svelte": ["Kith"],
  // Names of sections are looked up before they are shown.
  "app/commands.svelte.ts": [
    "Go to",
    "Who matters",
    "Do",
    "Today",
    "People",
    "Person",
    "Write",
    "Kith",
    "Key",
  ],
  // For those who build Kith.
  "gallery/Gallery.svelte": ["*"],
};

/** Attributes that nobody reads. */
const SILENT =
  /^(class|id|role|scope|sticky|type|style|href|src|for|name|value|dir|lang|list|form|rel|target|method|action-.*|aria-(controls|current|describedby|labelledby|live|atomic|autocomplete|haspopup|sort|multiselectable|expanded|hidden|keyshortcuts|activedescendant)|data-.*|tabindex|popover|autocomplete|spellcheck|inputmode|rows|tone|keys|what|align|lean|at|width|height|size|kind)$/;

const letters = /\p{L}{2,}/u;
const WORDS = /\p{L}{2,}[,;:.!?…]?\s+\p{L}|^\p{Lu}\p{Ll}+[.…!?]?$/u;
/** Names of keys, kinds as the core spells them, selectors and units. */
const NO_TEXT =
  /[[\]]|^\.[a-z]|^(px|ch|em)$|^(Arrow|Page|Digit|Key)[A-Z]?[a-z0-9]*$|^(Enter|Escape|Home|End|Delete|Backspace|Space|Control|Shift|Alt|Tab)$|^(in person|answer owed)$|^[\p{Lu}\d]+$/u;

interface Found {
  line: number;
  text: string;
}

const lineOf = (source: string, at: number) => source.slice(0, at).split("\n").length;

/** Strings in code that read like words; developers' own errors, types, keys of tables and comparisons are left out. */
function inCode(code: string, offset: number, whole: string): Found[] {
  if (!/["'`]/.test(code)) return [];
  const file = ts.createSourceFile("code.ts", code, ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const looksLikeText = (text: string) => WORDS.test(text) && !NO_TEXT.test(text);
  const silent = (node: ts.Node): boolean => {
    const up = node.parent;
    if (ts.isImportDeclaration(up) || ts.isExportDeclaration(up) || ts.isLiteralTypeNode(up))
      return true;
    if (ts.isPropertyAssignment(up) && up.name === node) return true;
    if (ts.isPropertyAssignment(up) && /^(keys?|section|id|kind|at|what)$/.test(up.name.getText()))
      return true;
    if (ts.isArrayLiteralExpression(up) && ts.isPropertyAssignment(up.parent)) return silent(up);
    if (ts.isElementAccessExpression(up) || ts.isCaseClause(up)) return true;
    if (ts.isBinaryExpression(up) && /^[!=]==?$/.test(up.operatorToken.getText())) return true;
    if (ts.isAsExpression(up)) return silent(up);
    if (ts.isVariableDeclaration(up) && up.name.getText() === "section") return true;
    if (ts.isCallExpression(up) || ts.isNewExpression(up)) {
      const name = up.expression.getText();
      return /(^|\.)(closest|querySelector(All)?|matchMedia|includes|startsWith|getElementById|Error|test|has|mark|warn)$/.test(
        name,
      );
    }
    return false;
  };
  const note = (node: ts.Node, text: string) => {
    if (looksLikeText(text) && !silent(node))
      found.push({ line: lineOf(whole, offset + node.getStart()), text: text.trim() });
  };
  const look = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) note(node, node.text);
    else if (ts.isTemplateExpression(node) && !silent(node))
      for (const part of [node.head, ...node.templateSpans.map((span) => span.literal)])
        if (looksLikeText(part.text) || /(^|\s)\p{L}{3,}(\s|$)/u.test(part.text))
          found.push({ line: lineOf(whole, offset + part.getStart()), text: part.text.trim() });
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

type Node = { type: string; start: number; end: number; [key: string]: unknown };
const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

/** Texts, attributes and expressions of a template. */
function inTemplate(node: unknown, source: string, found: Found[]): void {
  if (Array.isArray(node)) return node.forEach((one) => inTemplate(one, source, found));
  if (!isNode(node)) return;
  switch (node.type) {
    case "Comment":
    case "StyleSheet":
      return;
    case "Text":
      if (letters.test(String(node.data).replace(/&\w+;/g, "")))
        found.push({ line: lineOf(source, node.start), text: String(node.data).trim() });
      return;
    case "Attribute":
      if (SILENT.test(String(node.name))) return;
      return inTemplate(node.value, source, found);
    case "ExpressionTag": {
      const expression = node.expression as Node;
      const code = source.slice(expression.start, expression.end);
      found.push(...inCode(`(${code})`, expression.start - 1, source));
      return;
    }
    case "StyleDirective":
    case "ClassDirective":
    case "BindDirective":
    case "OnDirective":
    case "UseDirective":
    case "TransitionDirective":
      return;
    default:
      for (const [key, value] of Object.entries(node))
        if (key !== "expression" && key !== "test" && key !== "key")
          inTemplate(value, source, found);
  }
}

function texts(path: string, source: string): Found[] {
  if (path.endsWith(".ts")) return inCode(source, 0, source);
  const root = parse(source, { modern: true });
  const found: Found[] = [];
  inTemplate(root.fragment, source, found);
  for (const script of [root.module, root.instance]) {
    if (!script) continue;
    const { start, end } = script.content as unknown as Node;
    found.push(...inCode(source.slice(start, end), start, source));
  }
  return found;
}

test("a text is found in every place where one can stand", { timeout: 60_000 }, () => {
  const screen = `<script lang="ts">
    const filters = [{ label: "Never spoken" }];
    const said = (name: string) => \`Deleted \${name}\`;
  </script>
  <p title="Details">Nothing yet</p>
  <Field label="Name" />
  {open ? "Show less" : m.show()}
  {#if open}<Button aria-label={\`Undo \${what}\`}>Add</Button>{/if}`;
  expect(texts("Planted.svelte", screen).map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      ...["Never spoken", "Deleted", "Details", "Nothing yet", "Name", "Show less", "Undo", "Add"],
    ]),
  );
});

const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .map((path) => relative(SOURCE, join(SOURCE, path)).replaceAll("\\", "/"))
  .filter((path) => /\.(svelte|ts)$/.test(path))
  .filter(
    (path) => !/\.test\.ts$|^lib\/gen\/|^api\/bindings\.ts$|^lib\/date-words\.ts$/.test(path),
  );

test("no text on a screen stands hard-coded in it", { timeout: 120_000 }, () => {
  const breaches = files.flatMap((path) => {
    const allowed = EXCEPTIONS[path] ?? [];
    if (allowed.includes("*")) return [];
    return texts(path, readFileSync(join(SOURCE, path), "utf8"))
      .filter(({ text }) => !allowed.includes(text))
      .map(({ line, text }) => `${path}:${line}: ${text}`);
  });
  expect(breaches, "put these into messages/en.json and its siblings").toEqual([]);
});
