using System.Text.Unicode;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// Watches whether the bytes that pass are UTF-8. Checking blocks costs a fifth of checking records; only once a block is not valid need
/// the reader look at each record. A sequence cut by the end of a block is judged with the next one, or at the end of the input: both
/// before the parser can hand out the record it stands in.
/// </summary>
internal sealed class Utf8CheckedStream(Stream inner) : ReadStream
{
    private readonly byte[] _cut = new byte[4];
    private int _cutLength;

    /// <summary>All bytes read so far are UTF-8.</summary>
    public bool IsValid { get; private set; } = true;

    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        if (IsValid)
        {
            IsValid = count == 0 ? _cutLength == 0 || buffer.Length == 0 : Check(buffer[..count]);
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Check(ReadOnlySpan<byte> block)
    {
        while (_cutLength > 0 && block.Length > 0)
        {
            if ((block[0] & 0xC0) != 0x80)
            {
                return false;
            }

            _cut[_cutLength++] = block[0];
            block = block[1..];
            if (_cutLength == SequenceLength(_cut[0]))
            {
                if (!Utf8.IsValid(_cut.AsSpan(0, _cutLength)))
                {
                    return false;
                }

                _cutLength = 0;
            }
        }

        int cut = CutLength(block);
        if (cut > 0)
        {
            block[^cut..].CopyTo(_cut);
            _cutLength = cut;
        }

        return Utf8.IsValid(block[..^cut]);
    }

    /// <summary>Bytes at the end of a block that begin a sequence which the block does not finish.</summary>
    private static int CutLength(ReadOnlySpan<byte> block)
    {
        for (int back = 1; back <= Math.Min(3, block.Length); back++)
        {
            byte b = block[^back];
            if ((b & 0xC0) != 0x80)
            {
                return SequenceLength(b) > back ? back : 0;
            }
        }

        return 0;
    }

    private static int SequenceLength(byte lead) => lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
}
