/* Keeps an open agenda true: what is on now, what comes next, which day one is reading. */

const rows = [...document.querySelectorAll(".agenda-row[data-starts]")];
const dayNav = document.querySelector("[data-day-nav]");

function setMoment(row, moment) {
  row.classList.toggle("is-now", moment === "now");
  const title = row.querySelector(".agenda-title");
  const label = title.querySelector(".moment");
  if (!moment) {
    label?.remove();
    return;
  }
  const fresh = label ?? document.createElement("span");
  fresh.className = moment === "now" ? "moment" : "moment moment-next";
  fresh.textContent = moment === "now" ? "Now" : "Next";
  if (!label) title.prepend(fresh);
}

function tick() {
  const now = Date.now();
  const times = rows.map((row) => [Date.parse(row.dataset.starts), Date.parse(row.dataset.ends)]);
  const coming = Math.min(...times.map(([start]) => start).filter((start) => start > now));
  rows.forEach((row, index) => {
    const [start, end] = times[index];
    setMoment(row, start <= now && now < end ? "now" : start === coming ? "next" : "");
  });
}

// Only a whole agenda knows what comes next, and only one that is in force has been marked by the server.
if (dayNav && document.querySelector(".agenda-row .moment")) {
  setInterval(tick, 30_000);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}

if (dayNav) {
  const current = document.querySelector(".agenda-row.is-now");
  if (current) {
    current.id = "now";
    const link = document.createElement("a");
    link.href = "#now";
    link.textContent = "Now";
    const item = document.createElement("li");
    item.append(link);
    dayNav.querySelector("ul").prepend(item);
  }

  const links = new Map([...dayNav.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute("aria-current");
        links.get(entry.target.id)?.setAttribute("aria-current", "true");
      }
    },
    { rootMargin: "-20% 0px -75% 0px" },
  );
  for (const day of document.querySelectorAll(".agenda-day")) seen.observe(day);
}
