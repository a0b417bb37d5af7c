// Comforts only: every page reads and every form works without this file.
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Relative times go on ticking; the absolute one is in the title.
  const UNITS = [[86400 * 2, 86400, " days"], [3600, 3600, " h"], [60, 60, " min"], [0, 1, " s"]];
  const relative = (seconds) => {
    const distance = Math.abs(seconds);
    if (distance < 5) return "just now";
    const [, unit, word] = UNITS.find(([least]) => distance >= least);
    const text = Math.round(distance / unit) + word;
    return seconds > 0 ? `${text} ago` : `in ${text}`;
  };
  const tick = () => {
    for (const each of all("time[data-relative]")) {
      const text = relative((Date.now() - Date.parse(each.dateTime)) / 1000);
      if (each.textContent !== text) each.textContent = text;
    }
  };
  setInterval(tick, 5000);
  const localize = () => {
    for (const each of all("time[data-clock]")) each.textContent = new Date(each.dateTime).toTimeString().slice(0, 8);
  };

  // Light or dark, without a round trip.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-theme-form]")) return;
    event.preventDefault();
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = root.dataset.theme === "auto" ? (dark ? "dark" : "light") : root.dataset.theme;
    root.dataset.theme = now === "dark" ? "light" : "dark";
    document.cookie = `flotilla_theme=${root.dataset.theme};path=/;max-age=31536000;samesite=strict`;
    all("[data-chart]").forEach(draw);
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.previousElementSibling.textContent.trim());
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });

  // Many devices: how many are ticked, and all of a page at once.
  const count = () => {
    const place = document.querySelector("[data-chosen]");
    if (!place) return;
    const boxes = all("td.tick input");
    const ticked = boxes.filter((each) => each.checked).length;
    place.textContent = ticked ? `The ${ticked} ticked` : "The ticked ones";
    const whole = document.querySelector("[data-all]");
    if (whole) [whole.checked, whole.indeterminate] = [ticked > 0 && ticked === boxes.length, ticked > 0 && ticked < boxes.length];
  };
  let lastTicked = null;
  document.addEventListener("click", (event) => {
    const box = event.target.closest("td.tick input");
    if (!box) return;
    const boxes = all("td.tick input");
    if (event.shiftKey && lastTicked && boxes.includes(lastTicked)) {
      const [from, to] = [boxes.indexOf(lastTicked), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(from, to + 1).forEach((each) => (each.checked = box.checked));
    }
    lastTicked = box;
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) all("td.tick input").forEach((each) => (each.checked = event.target.checked));
    if (event.target.matches("[data-all], td.tick input")) {
      document.getElementById("bulk")?.setAttribute("open", "");
      count();
    }
  });
  // What is saved is what is in the fields now, not what was when the page was made.
  document.addEventListener("toggle", (event) => {
    for (const each of all("[data-mirror]", event.target)) each.value = document.getElementById(each.dataset.mirror)?.value ?? each.value;
  }, true);

  // Keys.
  let going = false;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    if (typing && event.target.matches("[data-send]") && event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("[popover]:popover-open:not(#keys)")) return;
    if (going) {
      going = false;
      document.querySelector(`.rail [data-key="${CSS.escape(event.key)}"]`)?.click();
      return;
    }
    const rows = all("[data-row]");
    const at = rows.indexOf(document.activeElement);
    switch (event.key) {
      case "g": going = true; setTimeout(() => (going = false), 1200); break;
      case "?": document.getElementById("keys")?.togglePopover(); break;
      case "/": {
        const box = document.querySelector("[data-search]");
        if (box) { event.preventDefault(); box.focus(); box.select(); }
        break;
      }
      case "j": rows[Math.min(at + 1, rows.length - 1)]?.focus(); break;
      case "k": rows[Math.max(at - 1, 0)]?.focus(); break;
    }
  });

  // The live feed: say whether it is there; what a person has opened, ticked or begun stays.
  const say = (state, word) => {
    for (const each of all("[data-live]")) {
      each.dataset.state = state;
      each.querySelector("span").textContent = word;
    }
  };
  document.addEventListener("htmx:sseOpen", () => say("live", "Live"));
  document.addEventListener("htmx:sseError", () => say("lost", "Reconnecting"));
  if (window.Idiomorph) {
    const { defaults } = Idiomorph;
    defaults.ignoreActiveValue = true;
    defaults.callbacks.beforeNodeMorphed = (old) => !(old.nodeType === 1 && old.matches("[data-chart], time[data-clock]"));
    defaults.callbacks.beforeAttributeUpdated = (name, node) =>
      !((name === "open" && node.matches("details")) || (name === "checked" && node.matches("input")) || (name === "value" && node.matches("#bulk-labels")));
  }
  document.addEventListener("htmx:afterSettle", () => {
    tick();
    localize();
    count();
    all("[data-chart]").filter((place) => !plots.has(place)).forEach(draw);
  });

  // Charts: one column of the telemetry each.
  const plots = new WeakMap();
  const colour = (name) => {
    const probe = document.body.appendChild(Object.assign(document.createElement("i"), { className: name }));
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };
  async function draw(place) {
    const answer = await fetch(place.dataset.chart);
    if (!answer.ok) return;
    const data = await answer.json();
    const names = place.dataset.columns.split(",");
    const columns = [data.at, ...names.map((name) => data[name])];
    if (plots.get(place)?.theme === root.dataset.theme) return plots.get(place).plot.setData(columns);
    const axis = { stroke: colour("soft"), grid: { stroke: colour("ink-line"), width: 1 }, ticks: { show: false }, font: "12px sans-serif" };
    const days = data.at.length > 1 && data.at.at(-1) - data.at[0] > 2 * 86400;
    const moment = (at) => days ? new Date(at * 1000).toDateString().slice(4, 10) : new Date(at * 1000).toTimeString().slice(0, 5);
    const series = names.map((name, index) => ({
      label: name.replace("_", " "), stroke: colour(index ? "ink-b" : "ink-a"), width: 1.5, points: { show: data.at.length < 3 },
      value: (_, value) => (value === null ? "" : Math.round(value * 10) / 10),
    }));
    place.replaceChildren();
    const plot = new uPlot({
      width: place.clientWidth, height: 150, legend: { live: true, markers: { show: false } }, cursor: { y: false, points: { size: 6 } },
      scales: { y: { range: (_, low, high) => [0, Math.max(high * 1.15, 1)] } },
      axes: [{ ...axis, size: 30, space: 56, values: (_, ticks) => ticks.map(moment) }, { ...axis, size: 46 }],
      series: [{ label: "at", value: (_, at) => (at === null ? "" : new Date(at * 1000).toLocaleString()) }, ...series],
    }, columns, place);
    plots.set(place, { plot, theme: root.dataset.theme });
  }
  const fit = () => {
    for (const place of all("[data-chart]")) plots.get(place)?.plot.setSize({ width: place.clientWidth, height: 150 });
  };
  document.addEventListener("DOMContentLoaded", () => {
    localize();
    count();
    all("[data-chart]").forEach(draw);
    setInterval(() => all("[data-chart]").forEach(draw), 30000);
    addEventListener("resize", fit);
  });
})();
