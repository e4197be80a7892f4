/* The reading view: walk through the claims, select words of the text, and say what they are. */
(() => {
  "use strict";
  const text = document.querySelector("[data-text]");
  const panel = document.querySelector("[data-in-hand]");
  if (!text || !panel) return;

  const claims = [...text.querySelectorAll("a.claim[id]")];
  const places = new Map(claims.map((each, at) => [each.dataset.claim, at]));
  const list = document.querySelector("[data-claim-list]");
  const told = document.querySelector("[data-told]");
  const shown = new Map(); // every element of a claim, in the text and in the list
  for (const each of document.querySelectorAll(".article-text [data-claim], [data-claim-list] [data-claim]")) {
    if (!shown.has(each.dataset.claim)) shown.set(each.dataset.claim, []);
    shown.get(each.dataset.claim).push(each);
  }

  /* Pointing at a claim in the list shows where it is in the text, and the other way round. */
  let lit = [];
  const light = (claim) => {
    for (const each of lit) each.classList.remove("is-here");
    lit = shown.get(claim) ?? [];
    for (const each of lit) each.classList.add("is-here");
  };
  const inHand = () => panel.querySelector("[data-hand]")?.dataset.hand;
  const lightUp = (event) => light(event.target.closest(".article-text [data-claim], .claim-list [data-claim]")?.dataset.claim ?? inHand());
  document.addEventListener("mouseover", lightUp);
  document.addEventListener("focusin", lightUp);

  /* The claim in hand. What is being typed into its forms is not taken away by walking on. */
  let typed = false;
  let asked = 0;
  panel.addEventListener("input", () => { typed = true; });
  const take = async (claim) => {
    const mine = ++asked;
    if (typed) {
      told.textContent = "What you type for the claim in hand is kept; it stays in hand.";
      return;
    }
    const answer = await fetch(panel.dataset.inHand.replace("/0/", `/${claim}/`), { headers: { Accept: "text/html" } }).catch(() => null);
    if (mine === asked && !answer?.ok) told.textContent = "The claim could not be taken in hand: the desk does not answer.";
    if (!answer?.ok || mine !== asked || typed) return;
    panel.innerHTML = await answer.text();
    history.replaceState(null, "", `?claim=${claim}`);
    told.textContent = panel.querySelector("h2").textContent;
  };
  let waiting = 0;
  const go = (at) => {
    const claim = claims[Math.min(claims.length - 1, Math.max(0, at))];
    claim.focus({ preventScroll: true });
    claim.scrollIntoView({ block: "center" });
    const item = list && shown.get(claim.dataset.claim).find((each) => list.contains(each));
    if (item) list.scrollTop = item.offsetTop - list.offsetTop - list.clientHeight / 3;
    clearTimeout(waiting);
    waiting = setTimeout(take, 150, claim.dataset.claim);
  };
  const now = () => places.get(document.activeElement?.dataset?.claim) ?? places.get(inHand()) ?? -1;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-take]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (places.has(link.dataset.take)) go(places.get(link.dataset.take));
    else take(link.dataset.take); // a claim whose words all belong to another one too
  });

  /* Offsets are code points of the text; a letter beyond the first plane is one. */
  const length = (words) => [...words].length;
  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const quote = range.toString();
    const start = length(before.toString()) + length(quote) - length(quote.trimStart());
    return quote.trim() ? { quote: quote.trim(), start, end: start + length(quote.trim()), range } : null;
  };

  /* The small menu beside the selected words. Tab goes into it, the arrows through it, Escape out of it. */
  const menu = document.querySelector("[data-word-menu]");
  const buttons = menu ? [...menu.querySelectorAll("button")] : [];
  let words = null;
  const formOf = (act) => panel.querySelector(`form[action$="/mark/${act}/"]`);
  const look = () => {
    if (!menu) return;
    const found = selected();
    if (!found) {
      if (!menu.contains(document.activeElement)) menu.hidden = true;
      return;
    }
    words = found;
    for (const each of buttons) each.disabled = !formOf(each.dataset.do);
    menu.hidden = false;
    const box = words.range.getBoundingClientRect();
    menu.style.top = `${scrollY + box.bottom + 8}px`;
    menu.style.left = `${scrollX + Math.max(8, Math.min(box.left, document.documentElement.clientWidth - menu.offsetWidth - 8))}px`;
  };
  document.addEventListener("mouseup", () => setTimeout(look));
  document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") look(); });
  document.addEventListener("selectionchange", () => { if (menu && !menu.hidden && getSelection().isCollapsed) look(); });

  const fill = (fields, { quote, start, end }) => {
    fields.querySelector("textarea").value = quote;
    const [from, to] = fields.querySelectorAll("input");
    [from.value, to.value] = [start, end];
  };
  /* Of a split: what is left of the claim's words beside those that were selected, the longer side of it. */
  const rest = ({ start, end }) => {
    const hand = panel.querySelector("[data-hand]");
    const letters = [...text.textContent];
    const sides = [[Number(hand.dataset.start), start], [end, Number(hand.dataset.end)]];
    const [from, to] = sides[0][1] - sides[0][0] > sides[1][1] - sides[1][0] ? sides[0] : sides[1];
    const raw = letters.slice(from, Math.max(from, to)).join("");
    if (!raw.trim()) return { quote: "", start: "", end: "" };
    const begins = from + length(raw) - length(raw.trimStart());
    return { quote: raw.trim(), start: begins, end: begins + length(raw.trim()) };
  };
  const open = (act) => {
    const form = formOf(act);
    if (!form) {
      told.textContent = inHand() ? "There is nothing to do that with for this claim." : "Take a claim in hand first.";
      return;
    }
    form.closest("details").open = true;
    const fields = [...form.querySelectorAll("[data-words]")];
    if (words && fields.length) {
      typed = true;
      const parts = fields.length === 2 ? [words, rest(words)].sort((one, other) => (one.start === "") - (other.start === "") || one.start - other.start) : [words];
      fields.forEach((each, at) => fill(each, parts[at]));
    }
    const field = [...form.querySelectorAll("textarea, select, input:not([type=hidden])")].find(
      (each) => !words || !each.closest("[data-words]"),
    );
    (field ?? form.querySelector("button")).focus();
    form.scrollIntoView({ block: "nearest" });
    words = null;
    if (menu) menu.hidden = true;
  };
  menu?.addEventListener("mousedown", (event) => event.preventDefault()); // the words stay selected
  menu?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) open(button.dataset.do);
  });
  menu?.addEventListener("keydown", (event) => {
    const able = buttons.filter((each) => !each.disabled);
    const at = able.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) able[(at + step + able.length) % able.length].focus();
    else if (event.key === "Escape") {
      menu.hidden = true;
      claims[Math.max(0, now())]?.focus({ preventScroll: true });
    } else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || !menu || menu.hidden || menu.contains(event.target)) return;
    event.preventDefault();
    buttons.find((each) => !each.disabled)?.focus();
  });

  const selectClaim = () => {
    const own = [...text.querySelectorAll(`[data-claim="${claims[now()]?.dataset.claim}"]`)];
    if (!own.length) return;
    const range = document.createRange();
    range.setStartBefore(own[0]);
    range.setEndAfter(own.at(-1));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    look();
  };
  const ACTS = [
    ["a", "add", "Add a claim, of the words that are selected"],
    ["s", "source", "Mark who says the claim in hand"],
    ["c", "cue", "Mark its words of saying"],
    ["r", "reanchor", "Tie it to other words"],
    ["p", "split", "Split it in two"],
    ["m", "merge", "Merge another claim into it"],
  ];
  const can = (act) => Boolean(menu) && (act === "add" || panel.dataset.mayChange === "yes");
  globalThis.deskKeys.push(
    ["j", "Next claim", () => go(now() + 1)],
    ["k", "Previous claim", () => go(now() - 1)],
    ...(menu ? [["x", "Select the words of the claim; Shift and the arrows change the selection", selectClaim]] : []),
    ...ACTS.filter(([, act]) => can(act)).map(([key, act, says]) => [key, says, () => open(act)]),
  );
  panel.querySelector("[data-refused]")?.focus();
  if (inHand()) light(inHand());
})();
