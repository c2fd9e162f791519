using System.Buffers.Binary;

namespace Curate.Parquet.Encodings;

/// <summary>Booleans as runs, behind the length of the runs in bytes.</summary>
internal sealed class RleBooleanDecoder : ValueDecoder
{
    private readonly HybridReader _runs = new();

    public override void Reset(ReadOnlyMemory<byte> data, int mostValues)
    {
        if (data.Length == 0)
        {
            _runs.Reset(data, 1);
            return;
        }

        if (data.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(data.Span) > data.Length - 4)
        {
            Faults.Corrupt("the runs of booleans go past the end of the page");
        }

        _runs.Reset(data.Slice(4, BinaryPrimitives.ReadInt32LittleEndian(data.Span)), 1);
    }

    public override void ReadFixed(Span<byte> into, int count) => _runs.Read(into[..count]);

    public override void Skip(int count) => _runs.Skip(count);
}
