// `kith serve` in a folder of its own, and Debian's chromium before it, driven by what is on screen and by key.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
// The screens' packages stand in ui/.
const { chromium } = createRequire(join(root, "ui/package.json"))("playwright-core");

/** How long something may take to become so, on a machine that does much else. */
const PATIENCE = 30_000;
/** The moment in which stories are told: a Saturday morning in Paris. */
const NOW = "2026-11-21T09:00:00Z[Europe/Paris]";

const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const program = process.env.KITH ?? join(target, "debug/kith");

let browser;
after(() => browser?.close());

/** The one browser of a file of stories. */
async function chromiumOf() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // In a container there is often neither a sandbox nor room in /dev/shm.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
  return browser;
}

/**
 * Tells a story in a browser on an empty Kith, or with `demo` on the made-up life; when it goes wrong, a picture stays
 * in `target/browser-failures`.
 */
export function story(name, { demo = false, ...options }, tell) {
  test(name, { timeout: 170_000 }, async () => {
    const served = await serve(demo);
    try {
      const context = await (await chromiumOf()).newContext({
        viewport: { width: 1240, height: 800 },
        locale: "en-GB",
        timezoneId: "Europe/Paris",
        ...options,
      });
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      const kith = new Kith(page, served, context);
      try {
        if (served.cookie) await context.addCookies([served.cookie]);
        await page.goto(served.url);
        if (demo) await kith.see("heading", "Reach out");
        await tell(kith);
        if (kith.errors.length > 0) throw new Error(`the page said: ${kith.errors.join("\n")}`);
      } catch (error) {
        const folder = join(target, "browser-failures");
        mkdirSync(folder, { recursive: true });
        const file = join(folder, `${name.replaceAll(/\W+/g, "-")}.png`);
        await page.screenshot({ path: file }).catch(() => {});
        error.message += `\nsee ${file}`;
        throw error;
      } finally {
        await context.close();
      }
    } finally {
      await served.end();
    }
  });
}

/** Starts `kith serve` in a folder of its own; with the made-up life in it before a page is shown. */
async function serve(demo) {
  const folder = mkdtempSync(join(tmpdir(), "kith-e2e-"));
  const [data, run] = [join(folder, "kith"), join(folder, "run")];
  mkdirSync(run, { mode: 0o700 });
  const environment = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: run };
  const options = ["--data", data, "--now", NOW, "serve", "--json"];
  const child = spawn(program, options, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "error").then(([error]) => Promise.reject(error)),
    ended.then(([code]) => Promise.reject(new Error(`kith serve ended with ${code}`))),
  ]);
  let { url } = JSON.parse(line);
  let cookie;
  if (demo) {
    const { origin, port } = new URL(url);
    const entered = await fetch(url);
    const [name, value] = entered.headers.get("set-cookie").split(";")[0].split("=");
    cookie = { name, value, url: origin, httpOnly: true, sameSite: "Strict" };
    await ask(port, `${name}=${value}`, "demo_load", {});
    await ask(port, `${name}=${value}`, "settings_set", { welcomed: true });
    url = `${origin}/#/today`;
  }
  return {
    url,
    cookie,
    async end() {
      child.kill("SIGINT");
      const [code] = await ended;
      const left = existsSync(join(data, "kith.db-wal"));
      rmSync(folder, { recursive: true, force: true });
      if (code !== 0 || left) throw new Error(`kith serve ended with ${code}${left ? " and left a -wal" : ""}`);
    },
  };
}

/** One command, without a page. */
function ask(port, cookie, command, input) {
  const headers = { cookie, origin: `http://127.0.0.1:${port}`, "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: "127.0.0.1", path: "/call", method: "POST", headers }, (answer) => {
      answer.resume();
      answer.on("end", () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${command}: ${answer.statusCode}`))));
    });
    asked.on("error", reject);
    asked.end(JSON.stringify({ command, input }));
  });
}

/** The screens in a page, and what a person does there. */
export class Kith {
  /** What the page complained of; a story that ends well has none. */
  errors = [];

  constructor(page, served, context) {
    Object.assign(this, { page, served, context });
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
  }

  /** One command of the core's table, asked as the screens do. */
  call(command, input = {}) {
    return this.page.evaluate(
      async ([command, input]) => {
        const answer = await fetch("call", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ command, input }),
        });
        const { ok, err } = await answer.json();
        if (err) throw new Error(`${command}: ${JSON.stringify(err)}`);
        return ok;
      },
      [command, input],
    );
  }

  /** Goes to an address of the screens. */
  go(address) {
    return this.page.evaluate((address) => (location.hash = address), address);
  }

  /** Presses keys, one chord after the other. */
  async press(...chords) {
    for (const chord of chords) await this.page.keyboard.press(chord);
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  /** What has that role and name, whole or in part. */
  find(role, name = "") {
    return this.page.getByRole(role, name === "" ? {} : { name }).first();
  }

  /** Waits for something with that role and name. */
  async see(role, name) {
    const found = this.find(role, name);
    await found.waitFor();
    return found;
  }

  /** Waits until nothing with that role and name is shown. */
  async seeNo(role, name) {
    await this.find(role, name).waitFor({ state: "hidden" });
  }

  /** Waits until the page shows this text. */
  async seeText(text) {
    await this.page.getByText(text).first().waitFor();
  }

  /** Waits until this has the focus. */
  async focused(role, name) {
    const found = await this.see(role, name);
    await until(`${role} “${name}” has the focus`, () => found.evaluate((e) => e.contains(document.activeElement)));
  }

  /** Goes on by Tab until something with that role and name has the focus. */
  async tabTo(role, name, most = 60) {
    const found = await this.see(role, name);
    for (let step = 0; step < most; step += 1) {
      if (await found.evaluate((e) => e === document.activeElement)) return found;
      await this.press("Tab");
    }
    throw new Error(`${role} “${name}” is not reached by Tab`);
  }
}

/** Asks again and again until it is so. */
export async function until(what, ask) {
  const begun = Date.now();
  while (!(await ask())) {
    if (Date.now() - begun > PATIENCE) throw new Error(`not within ${PATIENCE / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
