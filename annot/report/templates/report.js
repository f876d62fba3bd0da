// Filters the claims of the page. Everything can be read without it: it shows its own controls.
(function () {
  "use strict";
  var form = document.getElementById("filter");
  var cards = Array.prototype.slice.call(document.querySelectorAll("article.claim"));
  if (!form || !cards.length) { return; }
  var words = form.elements.words, verdict = form.elements.verdict, status = form.elements.status;
  var told = document.getElementById("filter-told");
  var texts = null;  // lower case, made when first searched
  function text(place) {
    if (!texts) { texts = cards.map(function (card) { return card.textContent.toLowerCase(); }); }
    return texts[place];
  }
  function apply() {
    var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    cards.forEach(function (card, place) {
      var fits = (!verdict.value || card.dataset.verdict === verdict.value) &&
        (!status.value || card.dataset.status === status.value) &&
        wanted.every(function (word) { return text(place).indexOf(word) >= 0; });
      if (card.hidden === fits) { card.hidden = !fits; }
      shown += fits;
    });
    told.textContent = shown === cards.length ? "" :
      told.dataset.told.replace("{shown}", shown).replace("{all}", cards.length);
  }
  form.addEventListener("input", apply);
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  // A link to a claim that the filter hides shows all again.
  window.addEventListener("hashchange", function () {
    var goal = document.getElementById(location.hash.slice(1));
    if (goal && goal.hidden) { form.reset(); setTimeout(function () { goal.scrollIntoView(); }, 0); }
  });
  form.hidden = false;
}());
