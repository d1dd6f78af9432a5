"""One cold start: prints the seconds from this program's first line until a handler could take its first batch.

Run by path, isolated (`python -I`), with the artifact's folder and the contender's name as arguments.
"""

import time

_BEGAN = time.perf_counter()

import sys  # noqa: E402


def notify() -> None:
    from functions.notify import bootstrap, handler  # noqa: F401, PLC0415

    bootstrap.consumers()


def canonical() -> None:
    import bench.canonical  # noqa: F401, PLC0415


def boto3() -> None:
    import boto3  # noqa: PLC0415

    boto3.client("sesv2")
    boto3.client("dynamodb")


if __name__ == "__main__":
    _, _folder, _name = sys.argv
    sys.path.insert(0, _folder)
    {"notify": notify, "canonical": canonical, "boto3": boto3}[_name]()
    print(time.perf_counter() - _BEGAN)
