"""`python -m unspoken`, where the `unspoken` command is not on the path."""

import sys

from unspoken.cli import main

sys.exit(main())
