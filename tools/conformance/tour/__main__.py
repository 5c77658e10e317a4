"""
python -m tour URL FILE: every check in turn, a line each; what was compared goes into the file. Ends with 0 if every
check passed, with 3 if one failed, and in any other way if the tour itself is broken.
"""

import logging
import sys
import traceback
import warnings

from huaweicloudsdkcore.warning.warning import SdkWarning

from . import credentials, gateway, hss, iam, modelarts, modelarts_list, passwords, signatures  # noqa: F401
from . import sessions, sts, sts_refusals, swr_jobs, swr_refusals, swr_tags  # noqa: F401
from .emulator import Emulator
from .ledger import CHECKS, LEDGER


def main(url, file):
    """Runs all checks, also after one that failed. True if every one passed."""
    # The SDK only warns when it cannot read a value; what it logs are refusals, which it throws as well.
    warnings.simplefilter("error", SdkWarning)
    logging.disable(logging.CRITICAL)
    failed = 0
    for title, function in CHECKS:
        try:
            function(Emulator(url))
            print(f"  ok   {title}", flush=True)
        except Exception as problem:  # Whatever went wrong is a finding, a bug of the check among it.
            failed += 1
            print(f"  RED  {title}\n       {type(problem).__name__}: {problem}", flush=True)
            if not isinstance(problem, AssertionError):
                traceback.print_exc()
    LEDGER.save(file)
    print(f"{len(CHECKS) - failed} of {len(CHECKS)} checks passed", flush=True)
    return failed == 0 and len(CHECKS) > 0


if __name__ == "__main__":
    try:
        sys.exit(0 if main(*sys.argv[1:]) else 3)
    except KeyboardInterrupt:
        sys.exit(130)
