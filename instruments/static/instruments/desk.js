// Names the search boxes of Django's admin by their labels: select2 leaves its combobox without a name.
const nameBoxes = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const box = select.parentElement.querySelector(".select2-selection");
    if (label && box) {
      label.id ||= `${select.id}-label`;
      const shown = box.querySelector(".select2-selection__rendered");
      box.setAttribute("aria-labelledby", shown && shown.id ? `${label.id} ${shown.id}` : label.id);
      shown?.setAttribute("aria-labelledby", label.id);
    }
  }
};

// The boxes come when jQuery is ready, and with each line that is added.
new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
nameBoxes();
