"""`python -m sanbian.cli`: the same as `sanbian`."""

from __future__ import annotations

import sys

from sanbian.cli import main

sys.exit(main())
