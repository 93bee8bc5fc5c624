// A question that hangs on another answer of its page is hidden until that answer is given.
// Without scripts it stays in sight, and its hint says when it is to be answered; the server decides in either case.

const given = (form, key) =>
  [...form.elements]
    .filter((input) => input.name === key || input.name.startsWith(`${key}-`))
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => input.value.trim())
    .filter(Boolean);

const holds = (form, key, wanted) => {
  const answers = given(form, key);
  if (wanted === "*" || wanted === true) return answers.length > 0;
  if (wanted === false) return answers.length === 0;
  return [wanted].flat().some((value) => answers.includes(String(value)));
};

export const askOnlyWhatIsNeeded = () => {
  for (const group of document.querySelectorAll("[data-asked-if]")) {
    const form = group.closest("form");
    const conditions = Object.entries(JSON.parse(group.dataset.askedIf));
    const update = () => (group.hidden = !conditions.some(([key, wanted]) => holds(form, key, wanted)));
    form.addEventListener("input", update);
    update();
  }
};
