"""Numbers to what a template may say: wording, audiences, headlines, charts and the views of one account."""
