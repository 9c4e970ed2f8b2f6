"""What the package imitation saves: a folder of Arrow streams, one row a trajectory, by Hugging Face's `save_to_disk`.

    obs  list of T + 1      acts  list of T      terminal  true or false      infos, rews  read past

Read with pyarrow alone. Only the columns above are looked at, nothing is unpickled, and packed streams, which that
package does not write, are refused: what they unpack to would have to be trusted.
"""

import struct
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from tightrope.simulators.formats.door import check_size, read_bytes, read_json, reading
from tightrope.simulators.formats.recorded import Episode, StateOf, whole_episode
from tightrope.simulators.model.terminal import line, listed, quoted

STATE = "state.json"
MOST_FILES = 1000
HEADER, COMPRESSION = 2, 3  # fields of Arrow's tables Message and RecordBatch (format/Message.fbs)


def episodes(path: str | PathLike, state_of: StateOf | None) -> list[Episode]:
    """From the folder, or one of its streams. Raises ValueError naming the file or the trajectory that is wrong."""
    rows, read = [], 0
    for part in _parts(Path(path)):
        content = read_bytes(part)
        read += len(content)
        check_size(read, f"up to {line(part)} the data set")
        with reading(part, "an Arrow stream of trajectories"):
            rows += _rows(content)
    if not rows:
        raise ValueError(f"{line(path)} needs at least one trajectory; there is none")
    return [
        whole_episode(f"{line(path)}: trajectory {i}", row["obs"], row["acts"], state_of, row.get("terminal"))
        for i, row in enumerate(rows)
    ]


def _parts(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    document = read_json(path / STATE)
    files = document.get("_data_files") if isinstance(document, dict) else None
    if not isinstance(files, list) or not 1 <= len(files) <= MOST_FILES:
        raise ValueError(f"{line(path / STATE)} must list 1 to {MOST_FILES} files under _data_files")
    return [path / _plain(one, path) for one in files]


def _plain(entry: Any, folder: Path) -> str:
    """A name of a file in that folder itself. Raises ValueError for a path."""
    name = entry.get("filename") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not name or "/" in name or "\\" in name or name in (".", ".."):
        raise ValueError(f"{line(folder / STATE)} must list names of files beside it; got {quoted(name)}")
    return name


def _rows(content: bytes) -> list[dict[str, Any]]:
    pyarrow = _pyarrow()
    _check_unpacked(pyarrow, content)
    schema = pyarrow.ipc.open_stream(content).schema
    wanted = [name for name in ("obs", "acts", "terminal") if schema.get_all_field_indices(name)]
    if not {"obs", "acts"} <= set(wanted) or any(len(schema.get_all_field_indices(name)) > 1 for name in wanted):
        raise ValueError(f"its columns must have obs and acts, each once; they are {listed(schema.names)}")
    _check_types(pyarrow, schema)
    options = pyarrow.ipc.IpcReadOptions(included_fields=[schema.get_field_index(name) for name in wanted])
    table = pyarrow.ipc.open_stream(content, options=options).read_all()
    table.validate(full=True)
    columns = {name: table.column(name) for name in wanted}
    return [{name: _value(column[i]) for name, column in columns.items()} for i in range(table.num_rows)]


def _value(scalar: Any) -> Any:
    """A list as an array, of texts and of lists as they are; a truth value as it is."""
    values = getattr(scalar, "values", None)
    if values is None:
        return scalar.as_py()
    plain = not hasattr(values, "flatten") or values.type.num_fields == 0
    return values.to_numpy(zero_copy_only=False) if plain and not _is_text(values) else np.asarray(scalar.as_py())


def _is_text(values: Any) -> bool:
    return str(values.type) in ("string", "large_string")


def _check_types(pyarrow: Any, schema: Any) -> None:
    types = pyarrow.types
    for name in ("obs", "acts"):
        kind = inner = schema.field(name).type
        while types.is_list(inner) or types.is_large_list(inner) or types.is_fixed_size_list(inner):
            inner = inner.value_type
        known = types.is_integer(inner) or types.is_floating(inner) or types.is_string(inner)
        if inner is kind or not known:
            raise ValueError(f"{name} must be a list of whole numbers or texts; its type is {line(str(kind))}")
    if "terminal" in schema.names and not types.is_boolean(schema.field("terminal").type):
        raise ValueError("terminal must be true or false for each trajectory")


def _check_unpacked(pyarrow: Any, content: bytes) -> None:
    """Raises ValueError for a stream of anything but a schema and batches of plain arrays."""
    reader = pyarrow.ipc.MessageReader.open_stream(content)
    for message in reader:
        if message.type not in ("schema", "record batch"):
            raise ValueError(f"an Arrow stream of trajectories has a schema and rows; this one has a {message.type}")
        if message.type == "record batch":
            metadata = message.metadata.to_pybytes()
            header = _field(metadata, *struct.unpack_from("<I", metadata), HEADER)
            batch = header + struct.unpack_from("<I", metadata, header)[0]
            if _field(metadata, batch, COMPRESSION) != batch:
                raise ValueError("its arrays are packed; imitation saves them plain")


def _field(metadata: bytes, table: int, number: int) -> int:
    """Where a field of a flatbuffer's table lies; where the table lies if it lacks the field."""
    names = table - struct.unpack_from("<i", metadata, table)[0]
    (size,) = struct.unpack_from("<H", metadata, names)
    entry = 4 + 2 * number
    return table + (struct.unpack_from("<H", metadata, names + entry)[0] if entry < size else 0)


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.ipc
        import pyarrow.types
    except ImportError as error:
        raise ValueError("imitation's saved trajectories need pyarrow: install tightrope[data]") from error
    return pyarrow
