// The page as it is shown: what came takes its place without losing what was folded open, focused or typed.
const page = (() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelector(selector);
  const told = document.body.dataset;
  const thread = () => $("#thread");
  // What is to be read: a letter that came last, else the screen under way.
  const living = () => $("#thread > .letter:last-child") || $("#thread .live") || $("#thread > :last-child");
  const places = (line) => [...line.querySelectorAll(".rows button")];
  const stem = (button) => button.value.split(":").slice(0, 3).join(":");
  const low = () => innerHeight + scrollY > document.documentElement.scrollHeight - 150;

  function read(html) {
    const came = new DOMParser().parseFromString(html, "text/html");
    if (!$("#thread", came) && !$("[data-sentence]", came)) throw new Error("not a page of ours");
    return came;
  }

  // `pressed`: by a button of ours (its place), by a text or a command (null), or elsewhere (undefined).
  function show(came, pressed) {
    const held = thread().contains(document.activeElement) || pressed !== undefined;
    const writing = document.activeElement === $("#text");
    const down = low();
    const news = patch(came);
    chrome(came);
    clocks();
    if (!news.length) return;
    follow();
    const again = pressed && sameButton(pressed);
    announce(again ? "" : heard(pressed === null || pressed === undefined));
    if (again) return again.focus({ preventScroll: true });
    if (pressed !== undefined || down) reveal(news[0]);
    if (held && !writing) head(living());
  }

  // Lines are known by id and revision: what has not changed stays, with its picture and what was unfolded in it.
  function patch(came) {
    const list = thread();
    const news = [];
    let at = list.firstElementChild;
    for (const line of [...$("#thread", came).children]) {
      const old = [...list.children].find((one) => one.id === line.id);
      if (old && old.dataset.key === line.dataset.key) {
        while (at !== old) at = dropped(at);
        at = old.nextElementSibling;
        continue;
      }
      line.classList.add("arrived");
      list.insertBefore(document.adoptNode(line), at);
      if (old) unfold(line, old);
      if (!old || line.matches(".live")) news.push(line);
    }
    while (at) at = dropped(at);
    told.revision = came.body.dataset.revision;
    if ("known" in came.body.dataset) told.known = "";
    return news.filter((line) => !line.matches(".mine") || line.matches(":last-child"));
  }

  function dropped(line) {
    const next = line.nextElementSibling;
    line.remove();
    return next;
  }

  function unfold(line, old) {
    const open = new Set([...old.querySelectorAll(".fold[open]")].map((fold) => fold.dataset.key));
    if ($("h2", line)?.textContent !== $("h2", old)?.textContent) return;
    for (const fold of line.querySelectorAll(".fold")) fold.open = open.has(fold.dataset.key);
  }

  // What stands around the thread: in another language all of it is new. What is being typed stays.
  function chrome(came) {
    $(".menu").open = false;
    $(".warning")?.remove();
    const warning = $(".warning", came);
    if (warning) $("main").prepend(document.adoptNode(warning));
    const spoken = came.documentElement.lang;
    if (spoken !== document.documentElement.lang) {
      document.documentElement.lang = spoken;
      document.title = came.title;
      Object.assign(told, { ...came.body.dataset });
      for (const part of [".bar", ".skip"]) $(part).replaceWith(document.adoptNode($(part, came)));
      $(".onward span").textContent = $(".onward span", came).textContent;
    }
    const [text, other] = [$("#text"), $("#text", came)];
    text.placeholder = other.placeholder;
    text.toggleAttribute("data-awaited", other.hasAttribute("data-awaited"));
    $("label[for=text]").textContent = $("label[for=text]", came).textContent;
    $(".send").setAttribute("aria-label", $(".send", came).getAttribute("aria-label"));
    for (const first of document.querySelectorAll("input[name=first]")) {
      const renewed = $("input[name=first]", came);
      renewed ? (first.value = renewed.value) : first.remove();
    }
  }

  // What a tap leaves behind: enough to find the same button on the next screen (ticking one after the other).
  function press(form, button) {
    if (!form.matches(".rows") || !button) return null;
    return { title: $("h2", living())?.textContent, stem: stem(button), place: places(living()).indexOf(button) };
  }

  function sameButton(pressed) {
    const line = living();
    if (pressed.title === undefined || $("h2", line)?.textContent !== pressed.title) return null;
    const button = places(line)[pressed.place];
    return button && stem(button) === pressed.stem ? button : null;
  }

  function reveal(line) {
    const room = innerHeight - $(".bar").offsetHeight - $(".composer").offsetHeight;
    const bottom = thread().lastElementChild.getBoundingClientRect().bottom;
    const fits = bottom - line.getBoundingClientRect().top < room;
    if (fits) scrollTo(0, document.documentElement.scrollHeight);
    else line.scrollIntoView({ block: "start" });
  }

  function head(line) {
    ($("h2", line) || $(".bubble", line)).focus({ preventScroll: true });
  }

  function heard(titleToo) {
    const line = living();
    const parts = [$(".notice", line), titleToo ? $("h2", line) : null];
    return parts.filter(Boolean).map((part) => part.textContent).join(" ");
  }

  function announce(words) {
    $("#announcer").textContent = words;
  }

  function say(words) {
    if ($("#status").textContent === words) return;
    $("#status").textContent = words;
    if (words) announce(words);
  }

  // The server does not know where the reader's clock stands; how an hour is written goes by the page's language.
  function clocks() {
    const today = new Date().toDateString();
    for (const time of document.querySelectorAll("time")) {
      const at = new Date(time.dateTime);
      const hour = { hour: "2-digit", minute: "2-digit" };
      const form = at.toDateString() === today ? hour : { day: "numeric", month: "long", ...hour };
      time.textContent = at.toLocaleString(told.locale, form);
      time.hidden = false;
    }
  }

  // ---------------------------------------------------------------- under a radar, the next question

  const watcher = new IntersectionObserver(
    ([line]) => ($(".onward").hidden = line.isIntersecting || line.boundingClientRect.top < innerHeight / 2),
    { rootMargin: "0px 0px -15% 0px" },
  );

  // A way down to the living message, while it is below what is seen.
  function follow() {
    watcher.disconnect();
    watcher.observe(living());
  }

  $(".onward").addEventListener("click", (click) => {
    click.preventDefault();
    living().scrollIntoView({ block: "start" });
    head(living());
  });

  // ---------------------------------------------------------------- above the line one writes on, the last buttons

  let foot = 0;
  new ResizeObserver(() => {
    const height = $(".composer").offsetHeight;
    document.documentElement.style.setProperty("--foot", `${height}px`);
    if (foot && height > foot && low()) scrollBy(0, height - foot);
    foot = height;
  }).observe($(".composer"));

  return { $, told, thread, living, stem, read, show, press, reveal, say, clocks, follow };
})();
