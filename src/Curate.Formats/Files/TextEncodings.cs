using System.Text;
using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>Names of text encodings (<c>--encoding</c>) and byte order marks.</summary>
public static class TextEncodings
{
    /// <summary>The encoding of a name, or null for UTF-8, which needs no work.</summary>
    /// <exception cref="CurateException">No encoding has that name.</exception>
    public static Encoding? Find(string name)
    {
        switch (name.Trim().ToLowerInvariant())
        {
            case "utf-8" or "utf8" or "utf-8-sig" or "ascii" or "us-ascii":
                return null;
            case "utf-16" or "utf16" or "utf-16le" or "utf-16-le" or "utf16le" or "unicode":
                return Encoding.Unicode;
            case "utf-16be" or "utf-16-be" or "utf16be":
                return Encoding.BigEndianUnicode;
            case "latin1" or "latin-1" or "iso-8859-1" or "iso8859-1":
                return Encoding.Latin1;
            case "utf-32" or "utf-32le" or "utf32":
                return Encoding.UTF32;
            case "utf-32be":
                return new UTF32Encoding(bigEndian: true, byteOrderMark: false);
            case "cp1252":
                return CodePagesEncodingProvider.Instance.GetEncoding(1252);
            default:
                return CodePagesEncodingProvider.Instance.GetEncoding(name.Trim()) ?? throw new CurateException(ErrorCodes.Usage,
                    $"There is no text encoding named {Fail.Show(name)}.",
                    "Common names: utf-8, utf-16, utf-16le, utf-16be, latin1, windows-1252, windows-1251, shift_jis, gb18030, euc-kr.");
        }
    }

    /// <summary>The byte order mark that starts <paramref name="head"/>: its length (0 = none) and what it stands for (null = UTF-8).</summary>
    public static int MarkOf(ReadOnlySpan<byte> head, out Encoding? encoding)
    {
        encoding = null;
        switch (head)
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                return 3;
            case [0xFF, 0xFE, 0, 0, ..]:
                encoding = Encoding.UTF32;
                return 4;
            case [0, 0, 0xFE, 0xFF, ..]:
                encoding = new UTF32Encoding(bigEndian: true, byteOrderMark: false);
                return 4;
            case [0xFF, 0xFE, ..]:
                encoding = Encoding.Unicode;
                return 2;
            case [0xFE, 0xFF, ..]:
                encoding = Encoding.BigEndianUnicode;
                return 2;
            default:
                return 0;
        }
    }
}
