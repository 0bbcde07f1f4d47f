"""Actions of the admin site on many rows at once: in the request, or as a job with a page that shows its progress."""
