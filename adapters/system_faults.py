"""What the operating system refused, in words a reader of Chinese understands; the system's own words are English only."""

import errno
from collections.abc import Mapping

_WORDS: Mapping[int, tuple[str, str]] = {
    errno.ENOENT: ("没有这个文件或者目录", "there is no such file or folder"),
    errno.EACCES: ("没有权限", "permission denied"),
    errno.EPERM: ("系统不允许", "not permitted"),
    errno.EROFS: ("磁盘是只读的", "the disk is read-only"),
    errno.ENOSPC: ("磁盘已满", "the disk is full"),
    errno.EDQUOT: ("磁盘配额已用完", "the disk quota is used up"),
    errno.EIO: ("磁盘读写出错", "the disk has an input or output error"),
    errno.EISDIR: ("这是目录，不是文件", "it is a folder, not a file"),
    errno.ENOTDIR: ("路径中有一段是文件，不是目录", "a part of the path is a file, not a folder"),
    errno.EEXIST: ("已经存在同名的文件或者目录", "a file or folder of this name is there already"),
    errno.ENAMETOOLONG: ("路径或者文件名过长", "the path or name is too long"),
    errno.ELOOP: ("符号链接循环", "its symbolic links go in a circle"),
    errno.EMFILE: ("打开的文件过多", "too many files are open"),
    errno.ENFILE: ("打开的文件过多", "too many files are open"),
    errno.ETXTBSY: ("文件正在使用", "the file is in use"),
    errno.EBUSY: ("文件正在使用", "the file is in use"),
    errno.EADDRINUSE: ("端口已被占用", "the port is in use already"),
    errno.EADDRNOTAVAIL: ("本机没有这个地址", "this machine has no such address"),
}


def told(fault: OSError) -> tuple[str, str]:
    """The reason in Chinese and English; the system's number where we have no words for it.

    >>> told(FileNotFoundError(errno.ENOENT, "No such file or directory"))[0]
    '没有这个文件或者目录'
    >>> told(OSError(errno.EPROTO, "Protocol error"))
    ('系统错误 71', 'Protocol error')
    """
    if words := _WORDS.get(fault.errno or 0):
        return words
    number = fault.errno if fault.errno is not None else type(fault).__name__
    return f"系统错误 {number}", fault.strerror or str(fault)
