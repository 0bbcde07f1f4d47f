"""An office at work for some minutes: people with one or two devices each, who mostly read. A site is driven by a driver."""
