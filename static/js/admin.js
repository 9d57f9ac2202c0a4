/* What Django's back office leaves out: names of fields, errors of dates and times, a visible focus, short filters on a
   phone. All pages work without this file. */

function words(element) {
  return element?.textContent.trim().replace(/:$/, "");
}

// --- Names -------------------------------------------------------------------

function hasName(field) {
  return field.labels?.length || field.getAttribute("aria-label") || field.getAttribute("aria-labelledby");
}

// Cells of tables have their heading for a name; the parts of a date have its label and their own word.
function nameFields(root) {
  for (const field of root.querySelectorAll(".tabular td input, .tabular td select, .tabular td textarea, .datetime input")) {
    if (field.type === "hidden" || (hasName(field) && !field.closest(".datetime"))) continue;
    const cell = field.closest("td");
    const heading = cell
      ? cell.closest("table").querySelector(`thead th.column-${[...cell.classList].find((name) => name.startsWith("field-"))?.slice(6)}`)
      : field.closest(".form-row, fieldset")?.querySelector("label, legend");
    const name = cell?.classList.contains("delete") ? "Delete" : words(heading);
    const part = field.classList.contains("vDateField") ? ", date" : field.classList.contains("vTimeField") ? ", time" : "";
    if (name) field.setAttribute("aria-label", name + part);
  }
  for (const tip of root.querySelectorAll("span.help-tooltip[aria-label]")) tip.setAttribute("role", "img");
}

// Pickers (select2) are built of elements that neither have the name of their field nor all that their roles ask for.
function namePickers() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const picker = select.nextElementSibling;
    const name = words(select.labels?.[0]) || select.getAttribute("aria-label");
    const box = picker?.querySelector(".select2-selection");
    if (!box || !name) continue;
    const results = box.getAttribute("aria-owns");
    if (results) box.setAttribute("aria-controls", results);
    else box.removeAttribute("aria-controls");
    for (const part of [box, ...picker.querySelectorAll(".select2-search__field, [role=textbox]")]) part.setAttribute("aria-label", name);
    for (const attribute of ["aria-invalid", "aria-describedby"]) {
      if (select.hasAttribute(attribute)) focusable(select).setAttribute(attribute, select.getAttribute(attribute));
    }
    picker.querySelector("ul > .select2-selection__clear")?.setAttribute("aria-hidden", "true");
    if (results) document.getElementById(results)?.setAttribute("aria-label", name);
    if (results) for (const search of document.querySelectorAll(".select2-dropdown .select2-search__field")) search.setAttribute("aria-label", name);
  }
}

// A table of rows that scrolls sideways can be scrolled with the keyboard.
function reachTables() {
  for (const frame of document.querySelectorAll(".inline-group, .inline-group .tabular fieldset")) {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  }
}

// --- Errors ------------------------------------------------------------------

// Django marks single fields as wrong; of a field of two parts it marks neither.
function markParts() {
  for (const parts of document.querySelectorAll(".datetime")) {
    const errors = (parts.closest("td") ?? parts.closest(".form-row"))?.querySelector("ul.errorlist");
    const help = parts.closest(".form-row")?.querySelector(".help[id]");
    if (errors) errors.id ||= `${parts.querySelector("input").id}_error`;
    const described = [help?.id, errors?.id].filter(Boolean).join(" ");
    for (const field of parts.querySelectorAll("input")) {
      if (errors) field.setAttribute("aria-invalid", "true");
      if (described) field.setAttribute("aria-describedby", described);
    }
  }
}

// --- Focus -------------------------------------------------------------------

// What of a field can be seen and take the focus: a picker stands in for its select, two lists for a list.
function focusable(field) {
  if (!field?.classList.contains("select2-hidden-accessible")) return field;
  const picker = field.nextElementSibling;
  return picker?.querySelector(".select2-selection--single, .select2-search__field") ?? field;
}

document.addEventListener("focusin", ({ target }) => {
  if (focusable(target) !== target) focusable(target).focus();
});

// A link of the summary leads into the field; one that leads to a row or a group, to what is wrong in there.
document.querySelector(".error-summary")?.addEventListener("click", (event) => {
  const id = event.target.closest("a")?.hash.slice(1);
  if (!id) return;
  const field = document.getElementById(id) ?? document.getElementById(`${id}_from`);
  if (!field) return;
  event.preventDefault();
  const fields = "input:not([type=hidden]), select, textarea";
  const first = field.matches(fields) ? field : (field.querySelector("[aria-invalid=true]") ?? field.querySelector(fields));
  (first ?? field).scrollIntoView({ block: "center" });
  focusable(first)?.focus();
});

// After a form came back, the reader starts at what must be corrected.
const summary = document.querySelector(".error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}

// --- Lists -------------------------------------------------------------------

// Where the filters stand above a list they also come before it; on a phone only their names are shown.
const list = document.querySelector("#changelist");
const filters = document.querySelector("#changelist-filter");
if (list && filters && window.matchMedia("(width <= 1200px)").matches) {
  list.prepend(filters);
  if (window.matchMedia("(width <= 767px)").matches) for (const facet of filters.querySelectorAll("details")) facet.open = false;
}

// Whoever ticks a row means the rows ticked.
list?.addEventListener("change", ({ target }) => {
  const ticked = list.querySelector(".action-scope input[value=ticked]");
  if (ticked && target.matches(".action-select, #action-toggle")) ticked.checked = true;
});

// A list asks for what to do, and with which rows, before anything is sent.
const actions = list?.querySelector(".actions");
actions?.querySelector("button").addEventListener("click", (event) => {
  const [first] = list.querySelectorAll(".action-select");
  const enough = list.querySelector(".action-select:checked, .action-scope input[value=all]:checked");
  first?.setCustomValidity(enough ? "" : "Tick at least one row.");
  if (!actions.querySelector("select").reportValidity() || !(first?.reportValidity() ?? true)) event.preventDefault();
});

// -----------------------------------------------------------------------------

function complete() {
  nameFields(document);
  namePickers();
  markParts();
  reachTables();
  if (focusable(document.activeElement) !== document.activeElement) focusable(document.activeElement).focus();
}

// Django builds its own fields when the page has loaded.
window.addEventListener("load", () => {
  setTimeout(complete, 100);
  window.django?.jQuery?.(document).on("select2:open select2:close select2:select select2:unselect select2:clear", () => setTimeout(namePickers));
});
window.addEventListener("resize", reachTables);
document.addEventListener("formset:added", (event) => {
  nameFields(event.target.closest("fieldset") ?? document);
  setTimeout(namePickers);
});
