// The key of an expert's link stands behind the “#”, which no server is sent. Put it into the form, and out of sight.
"use strict";
const field = document.getElementById("key");
const key = location.hash.slice(1);
if (field && key) {
  history.replaceState(null, "", location.pathname);
  field.value = key;
  field.form.submit();
}
