"""The settings of a site from which one app was taken out: LEFT_OUT names it. Importing it fails, as without its folder."""

import os
import sys
from typing import Any, cast

from lab.servers.site_settings import *
from lab.servers.site_settings import INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != os.environ["LEFT_OUT"]]
cast(Any, sys.modules)[os.environ["LEFT_OUT"]] = None
