// One tick chooses every row of a list, and the button says how many are chosen. Without scripts each row is ticked.
export const chooseAll = () => {
  const all = document.querySelector("[data-choose-all]");
  const boxes = [...all.form.querySelectorAll("input[type=checkbox][name=chon]")];
  const count = document.querySelector("[data-chosen]");
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    count.textContent = chosen ? ` (${chosen})` : "";
  };
  all.closest("[hidden]").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  show();
};
