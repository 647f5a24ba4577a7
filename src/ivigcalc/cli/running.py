"""From words to an exit code: the one place where anything that goes wrong becomes a message and a code."""

import codecs
import errno
import gc
import os
import sys
from io import TextIOWrapper
from typing import Any, Final

from ivigcalc.api.answer import Exit
from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.cli.environment import InForce
from ivigcalc.cli.output import WINDOWS, UnwritableError, drop, emit, tell
from ivigcalc.core.problems import OutputError, Problem, RefusedError
from ivigcalc.core.quantity import escaped

COMPLETION: Final = "_IVIGCALC_COMPLETE"
"""The variable by which a shell asks for completion."""

TYPERS_OWN: Final = 1
"""How Typer ends by itself: a reader that went away, a shell that it does not know."""


LOOK_AT: Final = "look at the name, the rights and the room left"
"""What to do where a file could be neither read nor written."""

PORTUGUESE = {
    "peso": "weight",
    "altura": "height",
    "estatura": "height",
    "sexo": "sex",
    "idade": "age",
    "risco": "risk",
    "tipo-sanguineo": "blood-group",
    "grupo-sanguineo": "blood-group",
    "gestante": "pregnant",
    "gravida": "pregnant",
    "indicacao": "indication",
    "diagnostico": "indication",
    "doenca": "indication",
    "esquema": "regimen",
    "regime": "regimen",
    "dias": "days",
    "dose-diaria": "per-day",
    "por-dia": "per-day",
    "dose-total": "course",
    "curso": "course",
    "inicio": "start",
    "ciclos": "cycles",
    "ate": "until",
    "intervalo": "every",
    "data": "start",
    "primeira": "first",
    "tolerado": "tolerated",
    "tolerada": "tolerated",
    "gramas": "grams",
    "prescricao": "order",
    "ordem": "order",
    "velocidade": "rate",
    "frascos": "vials",
    "produto": "product",
    "marca": "product",
    "regiao": "region",
    "estoque": "stock",
    "arredondamento": "round",
    "formulario": "formulary",
    "formato": "format",
    "todos": "all",
    "tudo": "all",
    "explicar": "explain",
    "saida": "output",
    "erros": "errors",
    "resumo": "summary",
    "ajuda": "help",
    "versao": "version",
}
"""What people in Brazil type for the names of options: the English one is suggested, and never taken for it."""


INTO_A_FILE: Final = "worksheet and batch write a file themselves; of any other answer: > answer.json"
OF_ONE_COMMAND: Final = {
    "--lang": "dose or worksheet takes --lang",
    "-o": INTO_A_FILE,
    "--output": INTO_A_FILE,
    "--report": "batch takes --report",
}
"""What to say of options that one command or two have and people may look for elsewhere."""


def run(words: list[str]) -> int:
    """Run the program with the words after its name and return its exit code."""
    try:
        return _run(words)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except SystemExit as ended:
        if ended.code != TYPERS_OWN:
            return int(ended.code or Exit.ANSWER)
        return Exit.USAGE if os.environ.get(COMPLETION) else Exit.CANNOT_WRITE
    except (UnwritableError, OSError) as error:
        if not _reader_went(error.__cause__):
            tell(f"cannot read or write {_said(error)}; {LOOK_AT}")
        drop(sys.stdout)
    return Exit.CANNOT_WRITE


def _reader_went(failure: BaseException | None) -> bool:
    """Whether nobody reads stdout any more, which Windows calls an invalid argument."""
    return isinstance(failure, BrokenPipeError) or (
        WINDOWS and isinstance(failure, OSError) and failure.errno == errno.EINVAL
    )


def _said(error: Exception) -> str:
    """The file, if it is known which, and what is wrong with it."""
    from ivigcalc.cli.files import why_not

    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {why_not(error, error.filename)}"
    return f"({error})"


def _run(words: list[str]) -> int:
    from ivigcalc.cli.app import UsageError, call

    InForce.local = None
    if os.environ.get(COMPLETION):  # a shell that says nothing of the words before asks for the first
        os.environ.setdefault("COMP_WORDS", "ivigcalc")
        os.environ.setdefault("COMP_CWORD", "1")
    try:
        code = call(words)
    except (RefusedError, DataError) as error:
        return _refuse(error, words)
    except OSError as error:
        return _no_file(error, words)
    except UsageError as error:
        return _refuse(_unreadable(error), words) if str(error) else Exit.USAGE
    return Exit.USAGE if code == TYPERS_OWN else code


def _no_file(error: OSError, words: list[str]) -> Exit:
    """What to exit with where a file could be neither read nor written; in JSON and other files that is an answer.

    Raises:
        OSError: the answer is for people, who are told in a line.
    """
    from ivigcalc.cli.app import asked_format
    from ivigcalc.cli.output import Format

    if asked_format(words) in {Format.TABLE, Format.TEXT, Format.ICS}:
        raise error
    problem = Problem(code="cannot-write", message=f"cannot read or write {_said(error)}", next=LOOK_AT)
    return _refuse(OutputError(problem), words)


def _unreadable(error: Any) -> RefusedError:
    """What Typer says of a command line as a problem, with what to type instead."""
    from ivigcalc.cli.app import COMMANDS
    from ivigcalc.core.names.words import near

    command = " ".join(error.ctx.command_path.split()[:2]) if error.ctx else "ivigcalc"
    option = str(getattr(error, "option_name", "") or "")
    message = error.format_message().partition(" (Possible")[0].rstrip(".")
    if option[1:2].isdigit():
        message = f"{message}; no amount is below zero"
    unknown = message.startswith("No such option")
    listed = error.ctx.command if error.ctx else None
    if unknown and listed:
        meant = _meant(option, [name for parameter in listed.params for name in parameter.opts])
    else:
        meant = next(iter(near(message.split("'")[1], COMMANDS)), "") if message.startswith("No such command") else ""
    hint = f"did you mean {meant}? " if meant else ""
    if unknown and option in OF_ONE_COMMAND:
        hint = f"{OF_ONE_COMMAND[option]}; "
    code = "unknown-option" if unknown else "usage"
    return RefusedError(Problem(code=code, field=option, message=message, next=f"{hint}see: {command} --help"))


def _meant(option: str, options: list[str]) -> str:
    """The option that was probably meant: a risk typed as an option, a name in Portuguese, or one spelt nearly so."""
    from ivigcalc.core.names.words import near, normal
    from ivigcalc.core.request.patient import Factor, Risk

    name = normal(option).replace(" ", "-")
    english = f"--{PORTUGUESE.get(name, '')}"
    if english in options:
        return english
    risks = [str(risk) for risk in Risk if name == risk or name.removesuffix("-risk") == risk.partition("-")[0]]
    risks += [factor for factor in Factor if name == factor]
    if risks and "--risk" in options:
        return f"--risk {risks[0]}"
    return next(iter(near(f"--{name}", options)), "")


def _refuse(error: RefusedError | DataError, words: list[str]) -> Exit:
    """Print a refusal and return its exit code."""
    from ivigcalc.api.answer import refusal
    from ivigcalc.cli.app import asked_format

    return emit(asked_format(words), refusal(error, InForce.local), error=True)


def start(words: list[str]) -> int:
    """Run the program as a process. A bug ends with 70 and a line to report: never a dose, never a traceback."""
    _open_closed_streams()
    codecs.register_error("escaped", _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="escaped")
    try:
        code = run(words)
    except Exception as error:  # noqa: BLE001 - the last line of defence: whatever it is, no dose and no traceback
        if (ended := _ended_by_signal(error)) is not None:
            return ended
        tell(f"internal error: {type(error).__name__}: {error}")
        tell("No dose was worked out. Please report this line and what you typed.")
        code = Exit.BUG
    gc.freeze()
    return code


def _ended_by_signal(error: BaseException | None) -> int | None:
    """The exit code where an interruption fell into an import, which Python 3.11 tells as another error; else None."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return Exit.INTERRUPTED
        if isinstance(error, SystemExit):
            return int(error.code or Exit.ANSWER)
        error = error.__cause__
    return None


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """What an encoding does not have, as JSON writes it: an answer in JSON stays JSON in every encoding."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return escaped(error.object[error.start : error.end]), error.end


def _open_closed_streams() -> None:
    """Put something in the place of closed streams, so that no file that is opened later is taken for one of them.

    What is said on a closed stderr is lost; an answer on a closed stdout cannot be written.
    """
    for descriptor, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, mode)
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115 - for as long as the process lasts
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115 - as above
