"""``python -m tijdig.cli`` is ``tijdig``."""

import sys

from tijdig.cli import main

sys.exit(main())
