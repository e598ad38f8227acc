/**
 * Compiles the message files beside it (`en.json`, `de.json`, …) to plain functions in `src/lib/gen`.
 *
 * A message is ICU MessageFormat: `{name}` takes a text, `{n, number}` a number, and
 * `{n, plural, one {# person} other {# people}}` has the plural forms of its language. English is the
 * base: it says which messages there are and what they take. What another language leaves out is said in English.
 * `core/de.json` has what the core says, by its English patterns (see `said.rs` and `lib/said.ts`).
 * Only what changed is written, so that nothing is rebuilt for nothing. Needs no network.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";

const here = dirname(fileURLToPath(import.meta.url));
const made = join(here, "../src/lib/gen");

/** The language that every message is written in first. */
export const BASE = "en";

/** Keys that say something of the language itself. */
const OWN = ["$name", "$locale"];

/**
 * Reads every message file: language → key → text.
 * @returns {Record<string, Record<string, string>>}
 */
export function read(folder = here) {
  const files = readdirSync(folder).filter((file) => /^[a-z]{2,3}(-[A-Za-z]+)?\.json$/.test(file));
  const languages = files.map((file) => file.replace(/\.json$/, ""));
  languages.sort((a, b) => Number(b === BASE) - Number(a === BASE) || a.localeCompare(b));
  return Object.fromEntries(
    languages.map((language) => [
      language,
      JSON.parse(readFileSync(join(folder, `${language}.json`), "utf8")),
    ]),
  );
}

/** @typedef {{ code: string, takes: Map<string, "string" | "number"> }} Compiled */

/**
 * One message as an expression, and what it takes.
 * @param {string} text
 * @returns {Compiled}
 */
export function compileText(text) {
  /** @type {Compiled["takes"]} */
  const takes = new Map();
  /** @param {string} name @param {"string" | "number"} type */
  const take = (name, type) => {
    if (!/^[a-z][A-Za-z]*$/.test(name)) throw new Error(`“${name}” is no name for a placeholder`);
    if ((takes.get(name) ?? type) !== type) throw new Error(`{${name}} is a text and a number`);
    takes.set(name, type);
    return `v.${name}`;
  };
  /** @param {import("@formatjs/icu-messageformat-parser").MessageFormatElement[]} parts @param {string} counted @returns {string} */
  const write = (parts, counted = "") =>
    parts
      .map((part) => {
        switch (part.type) {
          case TYPE.literal:
            return JSON.stringify(part.value);
          case TYPE.argument:
            return take(part.value, "string");
          case TYPE.number:
            return `number(${take(part.value, "number")})`;
          case TYPE.pound:
            return `number(${counted})`;
          case TYPE.plural: {
            if (part.pluralType !== "cardinal" || part.offset)
              throw new Error("only plain plurals are understood");
            const n = take(part.value, "number");
            return `plural(${n}, ${forms(part.options, n)})`;
          }
          case TYPE.select:
            return `choose(${take(part.value, "string")}, ${forms(part.options, counted)})`;
          default:
            throw new Error("dates, times and tags are not understood: pass a text");
        }
      })
      .join(" + ") || '""';
  /** @param {Record<string, { value: any }>} options @param {string} counted */
  const forms = (options, counted) =>
    `{ ${Object.entries(options)
      .map(([form, { value }]) => `${JSON.stringify(form)}: ${write(value, counted)}`)
      .join(", ")} }`;
  return { code: write(parse(text, { ignoreTag: true })), takes };
}

/** @param {Compiled["takes"]} takes */
const signature = (takes) =>
  [...takes]
    .map(([name, type]) => `${name}: ${type}`)
    .sort()
    .join("; ");

/**
 * The modules with a function for every message, by the place the messages are for, which is the first word of
 * their names: so a screen that is fetched later brings its texts along. Throws with the file and key of what
 * cannot be compiled.
 * @param {Record<string, Record<string, string>>} languages
 * @returns {Record<string, string>}
 */
export function compileAll(languages) {
  const [base, ...others] = Object.keys(languages);
  if (base !== BASE) throw new Error(`messages/${BASE}.json is missing`);
  /** @type {Record<string, string[]>} */
  const places = {};
  for (const key of Object.keys(languages[base]).filter((key) => !OWN.includes(key))) {
    const place = (places[key.split("_")[0]] ??= []);
    place.push(compileMessage(languages, base, others, key));
  }
  const head = [
    "// Made by messages/compile.js of the files in messages.",
    'import { language } from "../../language.svelte";',
    'import { choose, number, plural } from "../../plural";',
  ];
  return Object.fromEntries(
    Object.entries(places).map(([place, lines]) => [place, `${[...head, ...lines].join("\n")}\n`]),
  );
}

/**
 * The function of one message.
 * @param {Record<string, Record<string, string>>} languages
 * @param {string} base
 * @param {string[]} others
 * @param {string} key
 */
function compileMessage(languages, base, others, key) {
  let language = base;
  try {
    if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(key)) throw new Error("is not named place_meaning");
    const said = compileText(languages[base][key]);
    const takes = signature(said.takes);
    let code = said.code;
    for (const other of others.toReversed()) {
      language = other;
      const text = languages[other][key];
      if (text === undefined) continue;
      const theirs = compileText(text);
      if (signature(theirs.takes) !== takes)
        throw new Error(`takes {${signature(theirs.takes)}}, the base {${takes}}`);
      code = `language() === ${JSON.stringify(other)} ? ${theirs.code} : ${code}`;
    }
    const comment = `/** ${languages[base][key].replaceAll("*/", "* /").replaceAll("\n", " ")} */`;
    return `${comment}\nexport const ${key} = (${takes ? `v: { ${takes} }` : ""}): string => ${code};`;
  } catch (error) {
    throw new Error(`messages/${language}.json, ${key}: ${/** @type {Error} */ (error).message}`, {
      cause: error,
    });
  }
}

/**
 * How a locale writes and counts numbers from 0 to below 1,000, asked of Intl once, here: its first answers on a
 * page take longer than all else of the first picture. Null where that is not said by a decimal sign and the few
 * whole numbers that are "one".
 * @param {string} locale
 */
export function smallNumbers(locale) {
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const rules = new Intl.PluralRules(locale);
  const decimal = numbers.formatToParts(1.5).find(({ type }) => type === "decimal")?.value;
  const whole = Array.from({ length: 1000 }, (_, n) => n);
  const one = whole.filter((n) => rules.select(n) === "one");
  const plain =
    whole.every((n) => numbers.format(n) === String(n)) &&
    whole.every((n) => ["one", "other"].includes(rules.select(n)));
  return decimal && plain && one.length < 4 ? { decimal, one } : null;
}

/** @param {Record<string, Record<string, string>>} languages */
function languageList(languages) {
  const list = Object.entries(languages).map(([code, own]) => {
    if (!own.$name || !own.$locale)
      throw new Error(`messages/${code}.json needs ${OWN.join(" and ")}`);
    const about = { name: own.$name, locale: own.$locale, small: smallNumbers(own.$locale) };
    return `  ${JSON.stringify(code)}: ${JSON.stringify(about)},`;
  });
  const codes = Object.keys(languages)
    .map((code) => JSON.stringify(code))
    .join(" | ");
  return [
    "// Made by messages/compile.js of the files beside it.",
    "interface Language {",
    "  /** In its own words. */",
    "  name: string;",
    "  /** How dates and numbers are written. */",
    "  locale: string;",
    '  /** How numbers from 0 to below 1,000 are written, and which are "one"; null where Intl must be asked. */',
    "  small: { decimal: string; one: number[] } | null;",
    "}",
    "",
    "/** The languages there are, the base first. */",
    `export const LANGUAGES: Record<${codes}, Language> = {`,
    ...list,
    "};",
    "",
  ].join("\n");
}

/** @param {string} file @param {string} text */
function put(file, text) {
  try {
    if (readFileSync(file, "utf8") === text) return;
  } catch {
    // It is not there yet.
  }
  writeFileSync(file, text);
}

/** The translations of what the core says in English, by its patterns: `core/de.json`. */
function coreSentences() {
  const folder = join(here, "core");
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  const all = Object.fromEntries(
    files.map((file) => [
      file.replace(/\.json$/, ""),
      JSON.parse(readFileSync(join(folder, file), "utf8")),
    ]),
  );
  return [
    "// Made by messages/compile.js of the files in messages/core.",
    "/** What the core says, by English pattern, as JSON for each language: read once it is spoken. */",
    `export const CORE: Record<string, string> = {`,
    ...Object.entries(all).map(
      ([code, said]) => `  ${JSON.stringify(code)}: ${JSON.stringify(JSON.stringify(said))},`,
    ),
    "};",
    "",
  ].join("\n");
}

/** Compiles everything, and writes what changed. */
export function compile() {
  const languages = read();
  mkdirSync(made, { recursive: true });
  put(join(made, "languages.ts"), languageList(languages));
  const places = compileAll(languages);
  mkdirSync(join(made, "messages"), { recursive: true });
  for (const [place, code] of Object.entries(places))
    put(join(made, "messages", `${place}.ts`), code);
  const all = Object.keys(places).map((place) => `export * from "./messages/${place}";`);
  put(join(made, "messages.ts"), `${["// Made by messages/compile.js.", ...all].join("\n")}\n`);
  put(join(made, "core.ts"), coreSentences());
}

/** For Vite: compiles before a build, and again when a message file is saved. */
export function messages() {
  return {
    name: "kith-messages",
    buildStart: compile,
    // Functions alone: a module that uses none of them does not bring them along.
    /** @param {string} code @param {string} id */
    transform(code, id) {
      const says = id.startsWith(join(made, "messages")) || id === join(made, "../messages.ts");
      return says ? { code, moduleSideEffects: false, map: null } : null;
    },
    /** @param {{ file: string }} changed */
    handleHotUpdate({ file }) {
      if (resolve(file).startsWith(here) && file.endsWith(".json")) compile();
    },
    /** @param {{ watcher: { add: (path: string) => void } }} server */
    configureServer(server) {
      server.watcher.add(join(here, "*.json"));
    },
  };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) compile();
