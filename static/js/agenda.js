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

// The link "Now" leads to the first row that is on; without one there is no link.
function setNowLink() {
  const current = rows.find((row) => row.classList.contains("is-now"));
  for (const row of rows) if (row.id === "now" && row !== current) row.removeAttribute("id");
  const link = dayNav.querySelector('a[href="#now"]');
  if (!current) {
    link?.closest("li").remove();
    return;
  }
  current.id = "now";
  if (link) return;
  const item = document.createElement("li");
  const fresh = document.createElement("a");
  fresh.href = "#now";
  fresh.textContent = "Now";
  item.append(fresh);
  dayNav.querySelector("ul").prepend(item);
}

function tick() {
  const now = Date.now();
  const times = rows.map((row) => [Date.parse(row.dataset.starts), Date.parse(row.dataset.ends)]);
  const coming = Math.min(...times.map(([start]) => start).filter((start) => start > now));
  rows.forEach((row, index) => {
    const [start, end] = times[index];
    setMoment(row, start <= now && now < end ? "now" : start === coming ? "next" : "");
  });
  setNowLink();
}

// Only a whole agenda knows what comes next, and only one that is in force has been marked by the server.
if (dayNav && document.querySelector(".agenda-row .moment")) {
  setInterval(tick, 30_000);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}

if (dayNav) {
  const days = [...document.querySelectorAll(".agenda-day")];
  const links = new Map([...dayNav.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));

  // One reads the last day that begins above the bar; above the first day, none.
  const markDay = () => {
    const line = dayNav.getBoundingClientRect().bottom + 40;
    const day = days.filter((section) => section.getBoundingClientRect().top <= line).pop();
    for (const [id, link] of links) {
      if (id === day?.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };

  let waiting = false;
  const markDaySoon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      markDay();
    });
  };
  addEventListener("scroll", markDaySoon, { passive: true });
  addEventListener("resize", markDaySoon);
  markDay();
}
