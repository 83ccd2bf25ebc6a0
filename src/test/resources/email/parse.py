"""Parses the messages in a directory with Python's email package and prints what it found as JSON."""
import base64
import email
import email.header
import email.policy
import email.utils
import json
import pathlib
import sys


def defects(part):
    found = [repr(defect) for defect in part.defects]
    for name, value in part.items():
        found += [f"{name}: {defect!r}" for defect in getattr(value, "defects", ())]
    if part.is_multipart():
        for child in part.iter_parts():
            found += defects(child)
    return found


def mailboxes(message, name):
    header = message[name]
    return [] if header is None else [[box.display_name, box.addr_spec] for box in header.addresses]


def names(raw, name):
    """The display names as the older API decodes them: exactly, where the newer one squeezes white space."""
    header = email.message_from_bytes(raw)[name]
    return [str(email.header.make_header(email.header.decode_header(display)))
            for display, _ in email.utils.getaddresses([header or ""])]


def text(message, kind):
    part = message.get_body((kind,))
    return None if part is None else part.get_content()


def structure(part):
    if not part.is_multipart():
        return part.get_content_type()
    return [part.get_content_type()] + [structure(child) for child in part.iter_parts()]


def files(message):
    return [{"filename": part.get_filename(), "type": part.get_content_type(), "contentId": part["content-id"],
             "disposition": part.get_content_disposition(),
             "content": base64.b64encode(part.get_payload(decode=True)).decode()}
            for part in message.walk() if part.get_content_disposition() is not None]


def longest_line(raw):
    return max(len(line) for line in raw.split(b"\r\n"))


def describe(raw):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    return {"defects": defects(message), "subject": message["subject"], "from": mailboxes(message, "from"),
            "to": mailboxes(message, "to"), "toNames": names(raw, "to"), "cc": mailboxes(message, "cc"), "replyTo": mailboxes(message, "reply-to"),
            "messageId": message["message-id"], "date": str(message["date"].datetime),
            "headers": [name for name in message.keys()],
            "values": {name: str(value) for name, value in message.items()},
            "plain": text(message, "plain"), "html": text(message, "html"), "structure": structure(message),
            "files": files(message), "longestLine": longest_line(raw),
            "longestHeaderLine": longest_line(raw.split(b"\r\n\r\n")[0]),
            "bareLineEnds": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
            "eightBit": any(byte > 126 for byte in raw)}


paths = sorted(pathlib.Path(sys.argv[1]).glob("*.eml"))
print(json.dumps([describe(path.read_bytes()) for path in paths]))
