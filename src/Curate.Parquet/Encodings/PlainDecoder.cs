using System.Buffers.Binary;

namespace Curate.Parquet.Encodings;

/// <summary>PLAIN values of a fixed width of whole bytes.</summary>
internal sealed class PlainDecoder(int width) : ValueDecoder
{
    private ReadOnlyMemory<byte> _data;

    public override void Reset(ReadOnlyMemory<byte> data, int mostValues) => _data = data;

    public override void ReadFixed(Span<byte> into, int count)
    {
        Need(count);
        _data.Span[..into.Length].CopyTo(into);
        _data = _data[into.Length..];
    }

    public override void Skip(int count)
    {
        Need(count);
        _data = _data[(count * width)..];
    }

    private void Need(int count)
    {
        if ((long)count * width > _data.Length)
        {
            Faults.Corrupt("a page ends before its last value");
        }
    }
}
