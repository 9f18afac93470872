"""命令行: `yichuang`, for a hall's administrator and for scripts.

Exit status: 0 done; 1 refused, with `code: 中文句子` on standard error; 2 usage; 3 a bug. Nothing heavy is imported
before a command needs it, so that `--help` answers at once.
"""

import argparse
import logging
from collections.abc import Sequence

from desktop_app.cli.output import Answer, print_answer, print_refusal, use_plain_streams, write_error
from desktop_app.cli.parser import read_arguments
from desktop_app.logs import FILE_NAME, configure_logging
from desktop_app.paths import log_folder
from desktop_app.rules.errors import ServiceError

REFUSED = 1
BUG = 3
INTERRUPTED = 130
"""What a shell shows for a program stopped with Ctrl+C."""
BUG_LINE = "bug: 程序出了意外错误，没有完成。请把日志文件交给维护人员："


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    use_plain_streams()
    try:
        return _run(read_arguments(words))
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except ServiceError as refusal:
        print_refusal(refusal)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:
        logging.getLogger(__name__).exception("a command failed")
        write_error(f"{BUG_LINE}{log_folder() / FILE_NAME}")
        return BUG


def _run(arguments: argparse.Namespace) -> int:
    configure_logging(log_folder())
    answer: Answer | int = arguments.run(arguments)
    if isinstance(answer, int):
        return answer
    print_answer(answer, as_json=arguments.json)
    if answer.refusal is None:
        return 0
    print_refusal(answer.refusal)
    return REFUSED
