import sys

from synckit.cli import main

sys.exit(main())
