"""申请包文件夹: packages that outside channels put into a folder, taken one by one; the state of their cases back out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.exchange.files import MEGABYTE, read_bytes
from desktop_app.exchange.packages import (
    FILES_FOLDER,
    Package,
    PackageFile,
    is_package_file,
    parse_package,
    submitted_first,
)
from desktop_app.rules.errors import ServiceError
from desktop_app.services.case_files import KeptFile, keep_file
from desktop_app.services.online_cases import TakenPackage, take_package
from desktop_app.services.work import SYSTEM, Office
from desktop_app.settings import read_workstation, write_workstation
from models.enums import Permission

TAKEN_FOLDER = "taken"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RefusedPackage:
    """A file that was not taken; it stays where it is."""

    file: str
    error: ServiceError


@dataclass(frozen=True, slots=True)
class PullReport:
    """What became of the packages of a folder."""

    taken: tuple[TakenPackage, ...]
    refused: tuple[RefusedPackage, ...]

    @property
    def added(self) -> int:
        """Packages that had not been taken before."""
        return sum(package.is_new for package in self.taken)


def pull_packages(office: Office, folder: Path, told: Callable[[int, int], None] | None = None) -> PullReport:
    """收取: take every package of a folder in the order of submission, each by itself; one refused keeps no other back.

    A package that was taken moves into `taken`; whoever stops half way goes on with the rest the next time. Safe from
    many computers at once. Raises `folder_unreadable`.
    """
    found, refused = _read_folder(folder)
    taken: list[TakenPackage] = []
    for place, (package, path) in enumerate(found, 1):
        try:
            taken.append(_take(office, folder, package))
        except ServiceError as error:
            refused.append(RefusedPackage(path.name, error))
        else:
            _put_away(path)
        if told is not None:
            told(place, len(found))
    return PullReport(tuple(taken), tuple(refused))


def pull_chosen(office: Office, folder: Path | None = None) -> PullReport | None:
    """收取 from the folder this computer was shown; one that is given is remembered. `None` where there is none.

    Raises `folder_unreadable`.
    """
    kept = read_workstation()
    chosen = folder or (Path(kept.package_folder) if kept.package_folder else None)
    if chosen is None:
        return None
    report = pull_packages(office, chosen)
    if str(chosen) != kept.package_folder:
        write_workstation(replace(kept, package_folder=str(chosen)))
    return report


def _read_folder(folder: Path) -> tuple[list[tuple[Package, Path]], list[RefusedPackage]]:
    try:
        paths = sorted(path for path in folder.iterdir() if is_package_file(path))
    except OSError:
        raise ServiceError("folder_unreadable") from None
    found: list[tuple[Package, Path]] = []
    refused: list[RefusedPackage] = []
    for path in paths:
        try:
            found.append((parse_package(path), path))
        except ServiceError as error:
            refused.append(RefusedPackage(path.name, error))
    found.sort(key=lambda entry: submitted_first(entry[0]))
    return found, refused


def _take(office: Office, folder: Path, package: Package) -> TakenPackage:
    with office.read(SYSTEM) as work:
        work.require(Permission.CASES_RECEIVE)
        limit = work.settings.file_megabytes * MEGABYTE
    files = {file: _keep(office, folder, file, limit) for file in package.all_files}
    with office.work(SYSTEM) as work:
        return take_package(work, package, files)


def _keep(office: Office, folder: Path, file: PackageFile, limit: int) -> KeptFile:
    path = folder / FILES_FOLDER / file.digest
    if not path.is_file():
        raise ServiceError("package_file_missing", file=file.name)
    kept = keep_file(office, read_bytes(path, limit), file.name)
    if kept.digest != file.digest:
        raise ServiceError("package_file_altered", file=file.name)
    return kept


def _put_away(path: Path) -> None:
    """A folder that cannot be written to is read again the next time, and nothing in it is taken twice."""
    try:
        (path.parent / TAKEN_FOLDER).mkdir(exist_ok=True)
        path.replace(path.parent / TAKEN_FOLDER / path.name)
    except OSError as error:
        log.warning("a package that was taken could not be moved: %s", error.strerror)
