/* Keys of the desk. A page adds [key, what it does, act] to deskKeys; a link says its key in data-key; the forms of a
   claim's workbench have theirs here. A key opens a form or stands on its button: nothing is sent by a letter alone. */
(() => {
  "use strict";
  const FORM_KEYS = {
    open_review: "o", assign: "a", assign_by_rule: "A", submit_verdict: "v", withdraw_verdict: "W", hand_back: "h",
    take_off: "t", adjudicate: "d", vote: "V", mark_serious: "!", ask_exception: "x", sign_exception: "X",
    rewrite_explanation: "e", approve: "s", publish: "p", correct: "c", retract: "R", return_to_desk: "r", reword: "w",
    discard: "D", bring_evidence: "b", keep_copy: "B", dismiss_flag: "f", comment: "m", revoke_link: "L",
    bring_opinion: "O", ask_reply: "q", record_reply: "Q", declare_conflict: "T",
  };
  const OFF = "desk-keys-off";
  const keys = (globalThis.deskKeys = []);

  const enter = (form) => {
    for (let each = form.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
    (form.querySelector("textarea, select, input:not([type=hidden])") ?? form.querySelector("button")).focus();
  };
  const heading = (form) =>
    (form.closest("details")?.querySelector("summary") ?? form.querySelector("button[type=submit]")).textContent.trim();
  /* Everything that has a key on this page now. */
  const known = () => {
    const found = [...keys];
    const seen = new Set();
    for (const form of document.querySelectorAll("form[action*='/act/']")) {
      const act = form.getAttribute("action").split("/").at(-2);
      if (!(act in FORM_KEYS) || seen.has(act)) continue;
      seen.add(act);
      found.push([FORM_KEYS[act], heading(form), () => enter(form)]);
    }
    for (const link of document.querySelectorAll("[data-key]")) {
      found.push([link.dataset.key, link.dataset.says ?? `Go to ${link.textContent.trim()}`, () => link.click()]);
    }
    return found;
  };

  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const make = (name, words, into) => {
    const made = document.createElement(name);
    made.textContent = words;
    into.append(made);
    return made;
  };
  const help = () => {
    dialog.replaceChildren();
    make("h2", "Keys of this page", dialog).id = "keys-title";
    const rows = make("dl", "", dialog);
    for (const [key, says] of [["?", "This help"], ...known()]) {
      const term = make("dt", "", rows);
      for (const one of key.split(" ")) make("kbd", one, term);
      make("dd", says, rows);
    }
    const label = make("label", "", dialog);
    const on = make("input", "", label);
    on.type = "checkbox";
    on.checked = localStorage.getItem(OFF) === null;
    on.addEventListener("change", () => (on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
    label.append(" Letters are keys (“?” always is)");
    const close = make("button", "Close", dialog);
    close.type = "button";
    close.className = "act main";
    close.addEventListener("click", () => dialog.close());
    if (!dialog.isConnected) document.body.append(dialog);
    dialog.showModal();
    close.focus();
    dialog.scrollTop = 0;
  };

  const button = document.querySelector("[data-keys-help]");
  button?.removeAttribute("hidden");
  button?.addEventListener("click", help);

  let before = "";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || dialog.open) return;
    if (event.target.closest("input, textarea, select, [contenteditable]") || event.key.length > 1) return;
    const off = localStorage.getItem(OFF) !== null;
    const pressed = before ? `${before} ${event.key}` : event.key;
    before = "";
    if (event.key === "?") help();
    else if (off) return;
    else {
      const all = known();
      const found = all.find(([key]) => key === pressed);
      if (found) found[2]();
      else if (all.some(([key]) => key.startsWith(`${pressed} `))) before = pressed;
      else return;
    }
    event.preventDefault();
  });
})();
