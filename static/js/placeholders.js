/* A click on a placeholder writes it where the text was last edited. Without this file they are typed or copied. */

let field = document.querySelector("#id_body");

for (const input of document.querySelectorAll("#id_subject, #id_body")) {
  input.addEventListener("focus", () => { field = input; });
}

for (const code of document.querySelectorAll("[data-placeholders] code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "placeholder";
  button.textContent = code.textContent;
  button.addEventListener("click", () => {
    field.setRangeText(button.textContent, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  });
  if (field) code.replaceWith(button);
}
