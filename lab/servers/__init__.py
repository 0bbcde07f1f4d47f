"""Real servers for tests: on free ports, in folders of their own. They end with the test run, however it ends."""
