"""Real servers for tests: on free ports, in folders of their own, gone when the test run is gone, however it ends."""
