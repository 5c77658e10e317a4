"""
python -m suite URL FILE: runs every check against the emulator at URL and prints a line for each; writes the
names of the fields that were compared into FILE. The exit code is 0 if every check passed and 3 if one failed.
"""

import logging
import sys
import traceback
import warnings

from huaweicloudsdkcore.warning.warning import SdkWarning

from . import (  # noqa: F401  # noqa: F401
    credentials,
    gateway,
    hss,
    iam,
    modelarts,
    modelarts_list,
    passwords,
    sessions,
    signatures,
    sts,
    sts_refusals,
    swr_jobs,
    swr_quotas,
    swr_refusals,
    swr_retag,
    swr_tags,
)
from .checks import CHECKS, COVERAGE
from .emulator import Emulator


def main(url, file):
    """Runs all checks, also after one that failed. Returns whether every one passed."""
    # The SDK only warns when it cannot read a value. Its log has refusals, which it raises as well.
    warnings.simplefilter("error", SdkWarning)
    logging.disable(logging.CRITICAL)
    failed = 0
    for title, function in CHECKS:
        try:
            function(Emulator(url))
            print(f"  ok      {title}", flush=True)
        except Exception as problem:  # A bug of the check counts as a failure too.
            failed += 1
            print(f"  FAILED  {title}\n          {type(problem).__name__}: {problem}", flush=True)
            if not isinstance(problem, AssertionError):
                traceback.print_exc()
    COVERAGE.save(file)
    print(f"{len(CHECKS) - failed} of {len(CHECKS)} checks passed", flush=True)
    return failed == 0 and len(CHECKS) > 0


if __name__ == "__main__":
    try:
        sys.exit(0 if main(*sys.argv[1:]) else 3)
    except KeyboardInterrupt:
        sys.exit(130)
