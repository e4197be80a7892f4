/* What the desk does better with script; everything works without it. */
(() => {
  "use strict";

  /* The list beside an article: type to narrow it down. */
  const list = document.querySelector("[data-claim-list]");
  const search = document.querySelector("[data-narrow]");
  if (list && search) {
    const items = [...list.children];
    search.closest("[hidden]")?.removeAttribute("hidden");
    search.addEventListener("input", () => {
      const wanted = search.value.trim().toLowerCase();
      for (const item of items) {
        item.hidden = !item.textContent.toLowerCase().includes(wanted);
      }
    });
  }

  /* How long something stays open. When the time is over it leaves the page at once, and the page is asked for anew. */
  for (const clock of document.querySelectorAll("[data-until]")) {
    const until = Date.parse(clock.dataset.until);
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left > 0) {
        clock.textContent = ` · ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left`;
        return;
      }
      clearInterval(ticking);
      clock.closest("section").remove();
      location.reload();
    };
    const ticking = setInterval(tick, 1000);
    tick();
  }

  /* What is under way is looked at again after so many seconds. */
  const waits = document.querySelector("[data-look-again]");
  if (waits) setTimeout(() => location.reload(), 1000 * Number(waits.dataset.lookAgain));

  /* The verdict form saves itself a moment after each change, and when the page is left. Nobody else reads it. */
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const said = form.querySelector("[data-draft-state]");
    let timer = null, given = false;
    const save = async () => {
      timer = null;
      try {
        const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
        const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
        said.textContent = told.saved ? "Draft saved; nobody else sees it." : told.sentence ?? "The draft could not be saved.";
      } catch {
        said.textContent = "The draft could not be saved: the desk does not answer.";
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 1000);
    });
    form.addEventListener("submit", () => { given = true; clearTimeout(timer); timer = null; });
    addEventListener("pagehide", () => {
      if (timer !== null && !given) navigator.sendBeacon(form.dataset.draft, new FormData(form));
    });
  }

  /* A long text that is typed is not lost by closing the page. */
  for (const form of document.querySelectorAll("form.desk-form:not([data-draft])")) {
    let changed = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  }
})();
