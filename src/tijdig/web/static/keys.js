// Keys for what is done often on a page. Without script the page works the same; in a field to type in, keys type.
(() => {
  "use strict";
  const list = document.getElementById("sneltoetsen");
  if (!list) return;
  const OFF = "tijdig-keys-off";
  const toggle = list.querySelector("[data-keys-off]");
  toggle.checked = localStorage.getItem(OFF) === "1";
  toggle.addEventListener("change", () => localStorage.setItem(OFF, toggle.checked ? "1" : "0"));

  const typesIn = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
  const go = (id) => {
    const target = document.getElementById(id);
    if (!target) return false;
    const isAct = target instanceof HTMLDetailsElement;
    if (isAct) target.open = true;
    target.scrollIntoView();
    const first = target.querySelector(isAct ? "input:not([type=hidden]), select, textarea, button" : "h2");
    if (first?.tagName === "H2") first.tabIndex = -1;
    first?.focus();
    return true;
  };

  // A link to an act opens it, also from another page: folded, there would be nothing to see.
  const unfold = (id) => document.getElementById(id) instanceof HTMLDetailsElement && go(id);
  unfold(location.hash.slice(1));
  document.addEventListener("click", (event) => {
    const link = event.target.closest('main a[href^="#"]');
    if (link && unfold(link.hash.slice(1))) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || typesIn(event.target)) return;
    if (event.key === "?") {
      if (list.open) list.close();
      else list.showModal();
      event.preventDefault();
    } else if (!list.open && !toggle.checked) {
      const asked = list.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (asked && go(asked.dataset.target)) event.preventDefault();
    }
  });
})();
