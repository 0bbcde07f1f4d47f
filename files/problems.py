"""Why a file is refused."""

from collections.abc import Mapping

# code: (HTTP status, what it says where nothing more precise is known)
PROBLEMS: Mapping[str, tuple[int, str]] = {
    "file_not_found": (400, "One of these files is not complete, or you may not send it."),
    "too_many_files": (400, "A message has at most 10 files."),
    "file_too_large": (413, "The file is larger than this site takes."),
    "file_empty": (400, "The file is empty."),
    "file_refused": (415, "This is not a kind of file that can be sent as a photo."),
    "file_damaged": (422, "The picture is damaged: it cannot be read to its end."),
    "picture_too_large": (422, "The picture has more pixels or frames than this site reads. Send it as a file."),
    "file_infected": (422, "A virus was found in this file."),
    "scanner_away": (503, "Files are not checked just now: try again later."),
    "storage_away": (503, "Files cannot be stored or fetched just now: try again later."),
    "upload_conflict": (409, "Somebody else writes this upload, or it goes on at another place."),
    "upload_gone": (410, "This upload was refused or has ended: begin again."),
    "quota_reached": (429, "That is more than one person may upload in a day."),
    "storage_full": (507, "The site has no room for this file: tell whoever runs it."),
    "too_many_uploads": (429, "You have as many unfinished uploads as one person may have: finish or cancel some."),
    "upload_version": (412, "This site speaks version 1.0.0 of tus: send `Tus-Resumable: 1.0.0`."),
}
