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
      each.textContent = relative((Date.now() - Date.parse(each.dateTime)) / 1000);
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

  const plots = new WeakMap();

  // The live feed: say whether it is there; keep what a person has opened open.
  const say = (state, word) => {
    for (const each of all("[data-live]")) {
      each.dataset.state = state;
      each.querySelector("span").textContent = word;
    }
  };
  document.addEventListener("htmx:sseOpen", () => say("live", "Live"));
  document.addEventListener("htmx:sseError", () => say("lost", "Reconnecting"));
  let opened = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    opened = all("details[id][open]", event.detail.target).map((each) => each.id);
  });
  document.addEventListener("htmx:afterSwap", () => {
    opened.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    tick();
    localize();
    all("[data-chart]").filter((place) => !plots.has(place)).forEach(draw);
  });

  // Charts: one column of the telemetry each.
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
    const times = (_, ticks) => ticks.map((at) => new Date(at * 1000).toTimeString().slice(0, 5));
    const series = names.map((name, index) => ({
      label: name, stroke: colour(index ? "ink-b" : "ink-a"), width: 1.5, points: { show: data.at.length < 3 },
    }));
    place.replaceChildren();
    const plot = new uPlot({
      width: place.clientWidth, height: 150, legend: { show: false }, cursor: { y: false },
      scales: { y: { range: (_, low, high) => [0, Math.max(high * 1.15, 1)] } },
      axes: [{ ...axis, size: 30, space: 48, values: times }, { ...axis, size: 46 }], series: [{}, ...series],
    }, columns, place);
    plots.set(place, { plot, theme: root.dataset.theme });
  }
  const fit = () => {
    for (const place of all("[data-chart]")) plots.get(place)?.plot.setSize({ width: place.clientWidth, height: 150 });
  };
  document.addEventListener("DOMContentLoaded", () => {
    localize();
    all("[data-chart]").forEach(draw);
    setInterval(() => all("[data-chart]").forEach(draw), 30000);
    addEventListener("resize", fit);
  });
})();
