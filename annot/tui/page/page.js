// Says to the terminal of textual-serve where its screen is: on the host that the page came from.
document.addEventListener("DOMContentLoaded", () => {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  document.getElementById("terminal").dataset.sessionWebsocketUrl =
    `${scheme}://${location.host}/ws`;
});

// The keys go to the screen as soon as it is there, and again after the window was left: nobody
// needs a mouse.
function takeKeys() {
  document.querySelector(".xterm-helper-textarea")?.focus();
}
window.addEventListener("focus", takeKeys);
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(takeKeys).observe(document.body, { attributeFilter: ["class"] });
});
