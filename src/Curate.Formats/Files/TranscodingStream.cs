using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>
/// Reads text of another encoding as UTF-8, in blocks of 256 KiB. UTF-16 in both byte orders, Latin-1 and single-byte code pages run
/// at vector speed where the text allows; other encodings go through the framework's decoder. Bytes that stand for no text (a lone
/// surrogate, half a character at the end) are an error with their offset, never a replacement character.
/// </summary>
internal sealed class TranscodingStream : ReadStream
{
    private const int BlockBytes = 256 * 1024;

    private enum Way
    {
        Utf16,
        Utf16Swapped,
        Latin1,
        Table,
        Decoder,
    }

    private readonly Stream _inner;
    private readonly Encoding _encoding;
    private readonly string _name;
    private readonly Way _way;
    private readonly char[] _table = [];
    private readonly Decoder? _decoder;
    private readonly byte[] _raw = new byte[BlockBytes];
    private readonly char[] _chars;
    private readonly byte[] _utf8;
    private long _offset;
    private int _rawEnd;
    private int _at;
    private int _end;
    private bool _ended;

    /// <param name="inner">The text, after its byte order mark.</param>
    /// <param name="encoding">What it is encoded in.</param>
    /// <param name="name">What messages call the input.</param>
    /// <param name="offset">Where the text starts in the input, for messages.</param>
    public TranscodingStream(Stream inner, Encoding encoding, string name, long offset = 0)
    {
        _inner = inner;
        _encoding = encoding;
        _name = name;
        _offset = offset;
        _way = WayOf(encoding);
        if (_way == Way.Table)
        {
            _table = TableOf(encoding);
        }
        else if (_way == Way.Decoder)
        {
            var strict = (Encoding)encoding.Clone();
            strict.DecoderFallback = DecoderFallback.ExceptionFallback;
            _decoder = strict.GetDecoder();
        }

        int chars = _way == Way.Decoder ? encoding.GetMaxCharCount(BlockBytes) + 2 : _way is Way.Utf16 or Way.Utf16Swapped ? BlockBytes / 2 : BlockBytes;
        _chars = new char[chars];
        _utf8 = new byte[chars * 3];
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_at == _end)
        {
            if (_ended)
            {
                return 0;
            }

            Fill();
        }

        int count = Math.Min(buffer.Length, _end - _at);
        _utf8.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Way WayOf(Encoding encoding) => encoding.CodePage switch
    {
        1200 => BitConverter.IsLittleEndian ? Way.Utf16 : Way.Utf16Swapped,
        1201 => BitConverter.IsLittleEndian ? Way.Utf16Swapped : Way.Utf16,
        28591 => Way.Latin1,
        _ => encoding.IsSingleByte ? Way.Table : Way.Decoder,
    };

    private static char[] TableOf(Encoding encoding)
    {
        byte[] all = new byte[256];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = (byte)i;
        }

        return encoding.GetChars(all);
    }

    // Reads once, then converts all of it but an unfinished character, which waits at the front of the block.
    private void Fill()
    {
        int read = _inner.Read(_raw.AsSpan(_rawEnd));
        _ended = read == 0;
        _rawEnd += read;
        ReadOnlySpan<byte> raw = _raw.AsSpan(0, _rawEnd);
        _at = 0;
        _end = 0;
        int used = _way switch
        {
            Way.Utf16 => Convert(MemoryMarshal.Cast<byte, char>(raw)) * 2,
            Way.Utf16Swapped => Convert(Swap(raw)) * 2,
            Way.Latin1 => Convert(Widen(raw)),
            Way.Table => ByTable(raw),
            _ => ByDecoder(raw),
        };
        _raw.AsSpan(used, _rawEnd - used).CopyTo(_raw);
        _rawEnd -= used;
        _offset += used;
        if (_ended && _rawEnd > 0)
        {
            ThrowInvalid(_offset);
        }
    }

    private ReadOnlySpan<char> Swap(ReadOnlySpan<byte> raw)
    {
        int count = raw.Length / 2;
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(raw)[..count], MemoryMarshal.Cast<char, ushort>(_chars.AsSpan(0, count)));
        return _chars.AsSpan(0, count);
    }

    private ReadOnlySpan<char> Widen(ReadOnlySpan<byte> raw) => _chars.AsSpan(0, Encoding.Latin1.GetChars(raw, _chars));

    private int ByTable(ReadOnlySpan<byte> raw)
    {
        // The code pages that agree with ASCII below 128 (nearly all) need no conversion while the text stays there.
        if (_table[127] == 127 && _table['A'] == 'A' && Ascii.IsValid(raw))
        {
            raw.CopyTo(_utf8);
            _end = raw.Length;
            return raw.Length;
        }

        for (int i = 0; i < raw.Length; i++)
        {
            _chars[i] = _table[raw[i]];
        }

        return Convert(_chars.AsSpan(0, raw.Length));
    }

    private int ByDecoder(ReadOnlySpan<byte> raw)
    {
        try
        {
            int count = _decoder!.GetChars(raw, _chars, flush: _ended);
            Convert(_chars.AsSpan(0, count));
            return raw.Length;
        }
        catch (DecoderFallbackException failure)
        {
            ThrowInvalid(Math.Max(0, _offset + failure.Index));
            throw;
        }
    }

    private int Convert(ReadOnlySpan<char> chars)
    {
        OperationStatus status = Utf8.FromUtf16(chars, _utf8, out int used, out _end, replaceInvalidSequences: false, isFinalBlock: _ended);
        if (status == OperationStatus.InvalidData)
        {
            ThrowInvalid(_offset + (_way is Way.Utf16 or Way.Utf16Swapped ? used * 2L : used));
        }

        return used;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void ThrowInvalid(long offset) => Fail.With(ErrorCodes.InvalidUtf8,
        $"'{_name}' is not valid {_encoding.WebName} text at byte {offset}.",
        "Pass the right --encoding, or repair the file there.");
}
