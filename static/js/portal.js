/* Small comforts for every page. All of it works without this file. */

// A menu closes on Escape and when one clicks elsewhere.
for (const menu of document.querySelectorAll("details[data-menu]")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// A button that cannot be undone asks first.
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.confirm)) event.preventDefault();
  });
}

// After a form came back, the reader starts at what must be corrected.
const summary = document.querySelector(".error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}

// Going to another step of a form by its link keeps what was typed in this one, as the buttons do.
const stepForm = document.getElementById("step-form");
if (stepForm) {
  let isTyped = false;
  stepForm.addEventListener("input", () => { isTyped = true; });
  for (const link of document.querySelectorAll("a[data-step]")) {
    link.addEventListener("click", (event) => {
      if (!isTyped || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const then = document.createElement("input");
      Object.assign(then, { type: "hidden", name: "then", value: link.dataset.step });
      stepForm.append(then);
      stepForm.requestSubmit();
    });
  }
}
