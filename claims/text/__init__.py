"""Reading an article: sentences, attribution, naming, statements. Plain Python over strings; no Django."""
