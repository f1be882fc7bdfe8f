"""What is no message does not reach the worker, and what is one stays."""

from pathlib import Path

import pytest

from advisor.run.mailbox import mailbox_tidy

MESSAGE = '{"body": "W10=", "headers": {}, "properties": {}, "content-type": "application/json"}'


@pytest.mark.parametrize("junk", [b"", b"[]", b"{}", b"{", b"\x00\xff", MESSAGE[:30].encode(), b"[" * 200_000])
def test_junk_is_set_aside(tmp_path: Path, junk: bytes) -> None:
    queue, said = tmp_path / "queue", []
    queue.mkdir()
    (queue / "1_junk.celery.msg").write_bytes(junk)
    (queue / "2_good.celery.msg").write_text(MESSAGE)
    assert mailbox_tidy(queue=queue, say=said.append) == 1
    assert [path.name for path in queue.iterdir()] == ["2_good.celery.msg"]
    assert len(list((tmp_path / "queue-set-aside").iterdir())) == len(said) == 1


def test_a_folder_with_the_name_of_a_message_is_set_aside(tmp_path: Path) -> None:
    queue = tmp_path / "queue"
    (queue / "1_x.celery.msg").mkdir(parents=True)
    assert mailbox_tidy(queue=queue, say=print) == 1
    assert mailbox_tidy(queue=queue, say=print) == 0
