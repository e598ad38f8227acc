// What axe-core finds on the screen as it stands, as sentences. Arguments: the answer's callback.
const done = arguments[arguments.length - 1];
// A menu belongs to the button that opened it, wherever it stands in the page; axe asks for a landmark all the same.
const isMenus = (rule, node) => rule === "region" && document.querySelector(node.target[0])?.closest("[role=menu]");
const said = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
const told = ({ violations }) =>
  violations.flatMap(({ id, nodes }) =>
    nodes.filter((node) => !isMenus(id, node)).map((node) => `${id}: ${node.target.join(" ")}: ${said(node)}`),
  );
axe.run(document, { resultTypes: ["violations"] }).then((found) => done(told(found)), (error) => done([String(error)]));
