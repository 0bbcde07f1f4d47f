"""Settings of the workers that the tests of jobs start: the site's, and an app that declares the tests' job types."""

from config.settings import *
from config.settings import INSTALLED_APPS

INSTALLED_APPS += ["tests.core.jobs.apps.EffectsConfig"]
