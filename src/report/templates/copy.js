// Buttons that copy a text. Without this script they stay hidden and everything can be read.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  const name = button.textContent;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    let done = false;
    try {
      await navigator.clipboard.writeText(source.textContent);
      done = true;
    } catch {
      getSelection().selectAllChildren(source);
      done = document.execCommand("copy");
    }
    const said = done ? button.dataset.done : button.dataset.failed;
    button.textContent = said;
    document.getElementById("said").textContent = said;
    setTimeout(() => { button.textContent = name; }, 2500);
  });
}
