/* Gives a name to fields that Django's back office shows without one: cells of tables, parts of dates, search boxes. */

function hasName(field) {
  return field.labels?.length || field.getAttribute("aria-label") || field.getAttribute("aria-labelledby");
}

function nameFields(root) {
  for (const field of root.querySelectorAll(".tabular td input, .tabular td select, .tabular td textarea, .datetime input")) {
    if (field.type === "hidden" || (hasName(field) && !field.closest(".datetime"))) continue;
    const cell = field.closest("td");
    const heading = cell
      ? cell.closest("table").querySelector(`thead th.column-${[...cell.classList].find((name) => name.startsWith("field-"))?.slice(6)}`)
      : field.closest(".form-row, fieldset")?.querySelector("label, legend");
    const words = cell?.classList.contains("delete") ? "Delete" : heading?.textContent.trim().replace(/:$/, "");
    const part = field.classList.contains("vDateField") ? ", date" : field.classList.contains("vTimeField") ? ", time" : "";
    if (words) field.setAttribute("aria-label", words + part);
  }
  for (const tip of root.querySelectorAll("span.help-tooltip[aria-label]")) tip.setAttribute("role", "img");
  for (const box of root.querySelectorAll(".select2-selection[role=combobox]")) {
    const select = box.closest(".select2")?.previousElementSibling;
    const label = select?.labels?.[0]?.textContent.trim().replace(/:$/, "");
    if (!label) continue;
    box.setAttribute("aria-label", label);
    box.querySelector("[role=textbox]")?.setAttribute("aria-label", label);
  }
}

// Django builds its own fields when the page has loaded.
window.addEventListener("load", () => setTimeout(() => nameFields(document), 100));
document.addEventListener("formset:added", (event) => nameFields(event.target.closest("fieldset") ?? document));
