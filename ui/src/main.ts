import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import "@fontsource-variable/source-serif-4/wght-italic.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { browserHost } from "./host/browser";
import { setHost } from "./host/current";
import { tauriHost } from "./host/tauri";

setHost("__TAURI_INTERNALS__" in window ? tauriHost() : browserHost());

const target = document.getElementById("app");
if (target) mount(App, { target });
