/** The parts of the frame that nobody needs in the first picture, in one piece. */
export { default as Help } from "./Help.svelte";
export { default as OpenLink } from "./OpenLink.svelte";
export { default as Palette } from "./Palette.svelte";
